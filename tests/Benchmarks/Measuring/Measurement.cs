namespace LogOperator.Benchmarks.Measuring;

/// <summary>What one run of a process cost.</summary>
/// <param name="Seconds">Time from its start to the end of its work.</param>
/// <param name="CpuSeconds">Processor time, user and system, of the whole process.</param>
/// <param name="PeakKiB">Most memory that was resident.</param>
/// <param name="Handled">Records that it handled.</param>
/// <param name="Expected">Records that it should have handled.</param>
/// <param name="Load">The machine's load average over a minute when it began.</param>
internal sealed record Measurement(double Seconds, double CpuSeconds, long PeakKiB, long Handled, long Expected, double Load)
{
    /// <summary>In place of records handled: the program does not tell.</summary>
    public const long NotTold = -1;

    /// <summary>Whether every record was handled, as far as it is told.</summary>
    public bool Complete => Handled == Expected || Handled == NotTold;
}
