using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Agent.Configuration;

/// <summary>What became of the configuration that was applied last.</summary>
/// <param name="Origin">Where it came from.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Problems">Parts that cannot be read.</param>
/// <param name="Refusals">Pipelines that do not run in their newest form, by key.</param>
internal sealed record AppliedConfig(ConfigOrigin Origin, string Hash, IReadOnlyList<string> Problems, IReadOnlyDictionary<string, Refusal> Refusals)
{
    /// <summary>Before the first one.</summary>
    public static AppliedConfig None { get; } = new(ConfigOrigin.None, "", [], new Dictionary<string, Refusal>());
}
