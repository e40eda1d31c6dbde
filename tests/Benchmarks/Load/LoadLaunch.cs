namespace LogOperator.Benchmarks.Load;

/// <summary>One run of a program that goes on until it is told to end.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Progress">Says, while it runs, how many records it has handled; null where only its end tells.</param>
/// <param name="Handled">Says, after its end, how many records it handled.</param>
/// <param name="Marks">The file into which it writes the marks, as soon as it has them; null if it does not.</param>
internal sealed record LoadLaunch(IReadOnlyList<string> Command, Func<CancellationToken, Task<long>>? Progress, Func<long> Handled, string? Marks)
{
    /// <summary>Says, after its end, what became of the records that it did not handle; null where it does not tell.</summary>
    public Func<string>? Missing { get; init; }

    /// <summary>Where its metrics are scraped while the load goes on; null if they are not.</summary>
    public Uri? Metrics { get; init; }
}
