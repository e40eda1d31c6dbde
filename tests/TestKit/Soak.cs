namespace LogOperator.TestKit;

/// <summary>How long tests of random histories go on: briefly as a rule, long where <c>LOG_OPERATOR_SOAK</c> is set (<c>make soak</c>).</summary>
public static class Soak
{
    /// <summary>Multiplies the number of rounds: 1, or 50 in a soak.</summary>
    public static int Factor { get; } = Environment.GetEnvironmentVariable("LOG_OPERATOR_SOAK") is null or "" or "0" ? 1 : 50;
}
