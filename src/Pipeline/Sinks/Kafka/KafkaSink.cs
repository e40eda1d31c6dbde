namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaSink : ISink
{
    public KafkaSink(KafkaSinkSpec spec, SinkContext context) => throw new NotSupportedException($"{spec} {context}");

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation) => new(SendResult.Delivered);

    public ValueTask DisposeAsync() => default;
}
