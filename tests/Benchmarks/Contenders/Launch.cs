namespace LogOperator.Benchmarks.Contenders;

/// <summary>One run of a program.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Handled">Says from its standard output, once it has ended, how many records it handled.</param>
/// <param name="Expected">How many it should have handled.</param>
internal sealed record Launch(IReadOnlyList<string> Command, Func<string, long> Handled, long Expected)
{
    /// <summary>For a program that never ends by itself: completes, given its process id, as soon as it can be asked to end.</summary>
    public Func<int, CancellationToken, Task>? Finished { get; init; }

    /// <summary>Whether its work is over only when it has ended; else it is over when <see cref="Finished"/> completes.</summary>
    public bool EndingIsWork { get; init; } = true;
}
