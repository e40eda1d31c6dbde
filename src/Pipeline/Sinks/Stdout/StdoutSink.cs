using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.Stdout;

/// <summary>Writes JSON lines to standard output, each request in one write.</summary>
internal sealed class StdoutSink(SinkContext context) : ISink
{
    // A process has one standard output, whatever the number of stores that write to it.
    private static readonly Lock Gate = new();
    private readonly RequestEncoder encoder = new();
    private readonly EncodeBuffer buffer = new();
    private bool torn;

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        buffer.Clear();
        if (torn)
        {
            buffer.Append((byte)'\n');
        }

        encoder.EncodeLines(request, buffer);
        try
        {
            lock (Gate)
            {
                context.Output.Write(buffer.Written);
                context.Output.Flush();
            }

            torn = false;
            return new(SendResult.Delivered);
        }
        catch (IOException e)
        {
            torn = true;
            return new(SendResult.Retry($"cannot write to standard output: {e.Message}"));
        }
    }

    public ValueTask DisposeAsync()
    {
        encoder.Dispose();
        buffer.Dispose();
        return default;
    }
}
