namespace LogOperator.Agent.Options;

/// <summary>One thing that can be set, by a variable of the environment or by a flag, which wins.</summary>
/// <param name="Variable">Name of the variable; the flag is made from it: <c>NODE_NAME</c> and <c>--node-name</c>.</param>
/// <param name="Help">What it is.</param>
/// <param name="Default">Value where nothing is said; null for none.</param>
internal sealed record Setting(string Variable, string Help, string? Default = null)
{
    /// <summary>The flag.</summary>
    public string Flag { get; } = "--" + Variable.ToLowerInvariant().Replace('_', '-');
}
