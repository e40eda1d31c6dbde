namespace LogOperator.TestKit;

/// <summary>How long seeded tests run: shortly in the unit tests, long where <c>LOG_OPERATOR_SOAK=1</c> is set.</summary>
public static class Soak
{
    /// <summary>By how much the number of cases is multiplied: 1, or 50.</summary>
    public static int Factor { get; } = Environment.GetEnvironmentVariable("LOG_OPERATOR_SOAK") == "1" ? 50 : 1;
}
