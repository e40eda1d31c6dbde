using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.File;

/// <summary>Appends JSON lines to a file.</summary>
internal sealed class FileSink(FileSinkSpec spec, SinkContext context) : ISink
{
    private readonly RequestEncoder encoder = new();
    private readonly EncodeBufferPool buffers = new(capacity: 2);
    private readonly SemaphoreSlim turn = new(1);
    private readonly AppendedFile file = new(
        new FileLocation(context.FileRoot, context.Store.Namespace, context.Store.Name, spec.Path), spec.Durability ?? FileDurability.Write);

    public ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var buffer = buffers.Rent();
        encoder.EncodeLines(request, buffer);
        return new(AppendAsync(buffer, cancellation));
    }

    public async ValueTask DisposeAsync()
    {
        encoder.Dispose();
        buffers.Dispose();

        // A disk that does not answer keeps its write and its descriptor until it does; waiting for it would hold up everything else.
        if (await turn.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            file.Dispose();
        }
        else
        {
            _ = turn.WaitAsync().ContinueWith(_ => file.Dispose(), TaskScheduler.Default);
        }
    }

    private async Task<SendResult> AppendAsync(EncodeBuffer buffer, CancellationToken cancellation)
    {
        try
        {
            await turn.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            buffers.Return(buffer);
            throw;
        }

        // A hung disk blocks the thread that writes, never the caller: it may give up, and the write goes on with its own copy of the data.
        var write = Task.Run(() => Append(buffer), CancellationToken.None);
        return await write.WaitAsync(cancellation).ConfigureAwait(false);
    }

    private SendResult Append(EncodeBuffer buffer)
    {
        try
        {
            return file.Append(buffer.Written);
        }
        finally
        {
            buffers.Return(buffer);
            turn.Release();
        }
    }
}
