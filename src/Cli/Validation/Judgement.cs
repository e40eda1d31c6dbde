using LogOperator.Cli.Manifests;
using LogOperator.Crds.Compilation;

namespace LogOperator.Cli.Validation;

/// <summary>What the compiler says of a set of manifests.</summary>
/// <param name="Result">What it made of them; null if they could not be read.</param>
/// <param name="Findings">Everything to be told, in the order of the files.</param>
internal sealed record Judgement(CompilationResult? Result, IReadOnlyList<Finding> Findings)
{
    /// <summary>Whether something cannot work.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == FindingSeverity.Error);
}
