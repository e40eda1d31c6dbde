namespace LogOperator.Benchmarks.Reporting;

/// <summary>What was measured in a case.</summary>
internal sealed record CaseResult(BenchmarkCase Case, IReadOnlyList<ResultRow> Rows);
