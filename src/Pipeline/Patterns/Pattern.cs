namespace LogOperator.Pipeline.Patterns;

/// <summary>A regular expression that was checked.</summary>
public sealed class Pattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaximumLength = 1024;
}
