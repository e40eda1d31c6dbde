using LogOperator.Pipeline.Runtime.Sending;

namespace LogOperator.Pipeline.Runtime;

/// <summary>A pipeline in the host: its running generation and what is needed to compare and swap it.</summary>
/// <param name="running">The running generation.</param>
/// <param name="branches">Its branches with their workers.</param>
/// <param name="form">Canonical text of the configuration that it was built from.</param>
internal sealed class HostedPipeline(RunningPipeline running, IReadOnlyList<AttachedBranch> branches, Lazy<string> form)
{
    /// <summary>The running generation.</summary>
    public RunningPipeline Running => running;

    /// <summary>Its branches with their workers.</summary>
    public IReadOnlyList<AttachedBranch> Branches => branches;

    /// <summary>Branches for dead letters that its branches had in the form before, and have no more.</summary>
    public IReadOnlyList<AttachedBranch> Replaced { get; init; } = [];

    /// <summary>Canonical text of the configuration that it was built from.</summary>
    public Lazy<string> Form => form;

    /// <summary>Generation to report: it may rise without a change of the form.</summary>
    public long Generation { get; set; }

    /// <summary>Fingerprint to report: it may change without a change of the form.</summary>
    public string? Hash { get; set; }
}
