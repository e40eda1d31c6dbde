using LogOperator.Cli.Manifests;

namespace LogOperator.Cli.Validation;

/// <summary>What <c>validate --output json</c> prints.</summary>
/// <param name="Objects">How many objects were judged.</param>
/// <param name="Errors">How many findings are errors.</param>
/// <param name="Warnings">How many are warnings.</param>
/// <param name="Findings">The findings.</param>
internal sealed record ValidationReport(int Objects, int Errors, int Warnings, IReadOnlyList<Finding> Findings);
