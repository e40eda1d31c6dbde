namespace LogOperator.Benchmarks.Load;

/// <summary>What a contender did under a load.</summary>
/// <param name="Case">The load.</param>
/// <param name="Contender">Who.</param>
/// <param name="Seconds">How long it was written.</param>
/// <param name="CpuSeconds">Processor time in that while, start-up included.</param>
/// <param name="SteadyPercent">Of one processor, in the second half of it.</param>
/// <param name="EndMiB">Resident memory at its end.</param>
/// <param name="PeakMiB">Most resident memory.</param>
/// <param name="Handled">Records handled.</param>
/// <param name="Expected">Records that it should have handled.</param>
/// <param name="Rotations">Rotations in that while.</param>
internal sealed record LoadMeasurement(
    LoadCase Case, string Contender, double Seconds, double CpuSeconds, double SteadyPercent, long EndMiB, long PeakMiB, long Handled, long Expected, long Rotations)
{
    /// <summary>Delays of the marks, in order of size; empty if they were not taken.</summary>
    public IReadOnlyList<TimeSpan> Delays { get; init; } = [];

    /// <summary>How long it took after the last line until all was handled; null if that was not asked.</summary>
    public TimeSpan? CaughtUp { get; init; }

    /// <summary>Whether it is ours.</summary>
    public required bool IsOurs { get; init; }

    /// <summary>What became of the records that it did not handle; null if there are none, or it does not tell.</summary>
    public string? Missing { get; init; }

    /// <summary>Why there is nothing to tell; null if there is.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether it handled all there was.</summary>
    public bool Complete => Failure is null && Handled == Expected;

    /// <summary>The delay that so many percent of the marks did not exceed.</summary>
    public TimeSpan Delay(double percent) => Delays[Math.Min(Delays.Count - 1, (int)(Delays.Count * percent / 100))];
}
