namespace LogOperator.Pipeline.Sinks.Stdout;

internal sealed class StdoutSink : ISink
{
    public StdoutSink(StdoutSinkSpec spec, SinkContext context) => throw new NotSupportedException($"{spec} {context}");

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation) => new(SendResult.Delivered);

    public ValueTask DisposeAsync() => default;
}
