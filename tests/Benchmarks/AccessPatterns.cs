namespace LogOperator.Benchmarks;

/// <summary>Patterns for access lines of nginx, one for each of our engines: they find the same and differ in what the next character decides.</summary>
internal static class AccessPatterns
{
    private const string Middle =
        @" \S+ (?P<user>\S+) \[(?P<time>[^\]]+)\] ""(?P<method>\S+) (?P<path>\S*) (?P<protocol>[^""]*)"" (?P<status>\d{3}) (?P<size>\d+|-) ""(?P<referer>[^""]*)"" ";

    /// <summary>The patterns by the engine that we expect to take them.</summary>
    public static IReadOnlyList<(string Engine, string Pattern)> ByEngine { get; } =
    [
        ("delimiter", @"^(?P<remote>\S+)" + Middle + @"""(?P<agent>[^""]*)"""),

        // How often the loop turns is not known beforehand.
        ("one-pass", @"^(?P<remote>\d+(?:\.\d+)+)" + Middle + @"""(?P<agent>[^""]*)"""),

        // Whether a quote is the last one is not known before the end.
        ("bit-state", @"^(?P<remote>\S+)" + Middle + @"""(?P<agent>.*)"""),

        // What a turn of the outer loop is that takes nothing, engines see differently.
        ("fallback", @"^(?P<remote>\S+)" + Middle + @"""(?P<agent>(?:[^""]*)*)"""),
    ];
}
