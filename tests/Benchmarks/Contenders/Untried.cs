namespace LogOperator.Benchmarks.Contenders;

/// <summary>What the report says of contenders that could not be tried where this was written.</summary>
internal static class Untried
{
    public const string Note = "configuration written after its documentation, never run by us";
}
