namespace LogOperator.Pipeline.Sinks.Blackhole;

internal sealed class BlackholeSink : ISink
{
    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new(SendResult.Delivered);
    }

    public ValueTask DisposeAsync() => default;
}
