namespace LogOperator.Pipeline.Sinks.Blackhole;

internal sealed class BlackholeSink : ISink
{
    public BlackholeSink(BlackholeSinkSpec spec, SinkContext context) => throw new NotSupportedException($"{spec} {context}");

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation) => new(SendResult.Delivered);

    public ValueTask DisposeAsync() => default;
}
