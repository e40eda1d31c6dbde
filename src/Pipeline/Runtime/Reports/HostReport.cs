namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What a host is doing: the figures behind <c>/v1/status</c>, <c>/metrics</c> and the summary of a run.</summary>
public sealed record HostReport
{
    /// <summary>One entry for each pipeline that runs, is refused or is drained, ordered by key.</summary>
    public required IReadOnlyList<PipelineReport> Pipelines { get; init; }
}
