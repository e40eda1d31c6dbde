using System.Collections.Frozen;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Features that a pipeline can demand of its agent. A feature gets a name here when an older agent would misread a pipeline that uses
/// it, instead of failing to read it; format version 1 has none.
/// </summary>
internal static class Features
{
    private static readonly FrozenSet<string> Known = FrozenSet<string>.Empty;

    /// <summary>The first feature that this agent lacks; null if it has them all.</summary>
    public static string? Missing(IEnumerable<string> wanted) => wanted.FirstOrDefault(f => !Known.Contains(f));
}
