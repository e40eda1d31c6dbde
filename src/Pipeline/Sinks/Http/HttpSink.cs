namespace LogOperator.Pipeline.Sinks.Http;

internal sealed class HttpSink : ISink
{
    public HttpSink(HttpSinkSpec spec, SinkContext context) => throw new NotSupportedException($"{spec} {context}");

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation) => new(SendResult.Delivered);

    public ValueTask DisposeAsync() => default;
}
