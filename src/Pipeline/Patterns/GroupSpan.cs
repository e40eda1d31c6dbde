namespace LogOperator.Pipeline.Patterns;

/// <summary>Where a group matched.</summary>
/// <param name="Start">First byte; negative if the group took no part in the match.</param>
/// <param name="Length">Number of bytes.</param>
public readonly record struct GroupSpan(int Start, int Length)
{
    /// <summary>The group took no part in the match.</summary>
    public static GroupSpan None { get; } = new(-1, 0);
}
