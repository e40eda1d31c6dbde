using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks;

/// <summary>Encodes whole requests as JSON lines. Used by one call at a time: before a sink's first await.</summary>
internal sealed class RequestEncoder : IDisposable
{
    private readonly JsonRecordEncoder encoder = new();

    /// <summary>Appends the request's records, one line each.</summary>
    public void EncodeLines(SinkRequest request, EncodeBuffer buffer)
    {
        var records = request.Records;
        for (var i = 0; i < records.Count; i++)
        {
            encoder.EncodeLine(records[i].Record, buffer);
        }
    }

    public void Dispose() => encoder.Dispose();
}
