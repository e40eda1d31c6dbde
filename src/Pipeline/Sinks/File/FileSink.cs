namespace LogOperator.Pipeline.Sinks.File;

internal sealed class FileSink : ISink
{
    public FileSink(FileSinkSpec spec, SinkContext context) => throw new NotSupportedException($"{spec} {context}");

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation) => new(SendResult.Delivered);

    public ValueTask DisposeAsync() => default;
}
