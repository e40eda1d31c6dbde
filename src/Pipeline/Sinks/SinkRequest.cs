namespace LogOperator.Pipeline.Sinks;

/// <summary>The records of one try: places in batches that stay alive and unchanged until the try ends.</summary>
/// <param name="Records">The records, in order.</param>
public sealed record SinkRequest(IReadOnlyList<RecordRef> Records);
