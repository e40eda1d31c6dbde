namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>What a host is doing: the figures behind <c>/v1/status</c>, <c>/metrics</c> and the summary of a run.</summary>
public sealed record HostReport
{
    /// <summary>One entry for each pipeline that runs, is refused or is drained, ordered by key.</summary>
    public required IReadOnlyList<PipelineReport> Pipelines { get; init; }

    /// <summary>Bytes of files that were given up before anybody had read them, by reason; null if there are none.</summary>
    public IReadOnlyDictionary<string, long>? LostBytes { get; init; }

    /// <summary>Times that a file about to go could not be linked, so that only its open descriptor kept it; null if there are none.</summary>
    public long? LinkFailures { get; init; }
}
