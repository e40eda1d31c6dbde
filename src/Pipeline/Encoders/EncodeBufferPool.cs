namespace LogOperator.Pipeline.Encoders;

/// <summary>Keeps a few idle buffers of one sink. Safe for concurrent use. A buffer that may still be read by somebody is not returned but left to its finalizer.</summary>
/// <param name="capacity">How many idle buffers are kept.</param>
/// <param name="keptBytes">A buffer that grew beyond this is freed when it comes back.</param>
public sealed class EncodeBufferPool(int capacity = 8, int keptBytes = 8 * 1024 * 1024) : IDisposable
{
    private readonly Stack<EncodeBuffer> idle = new(capacity);
    private readonly Lock gate = new();
    private bool disposed;

    /// <summary>An empty buffer, the caller's until <see cref="Return"/>.</summary>
    public EncodeBuffer Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var buffer))
            {
                return buffer;
            }
        }

        return new EncodeBuffer();
    }

    /// <summary>Gives a buffer back that nobody reads any more.</summary>
    public void Return(EncodeBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Clear();
        if (buffer.Capacity <= keptBytes)
        {
            lock (gate)
            {
                if (!disposed && idle.Count < capacity)
                {
                    idle.Push(buffer);
                    return;
                }
            }
        }

        buffer.Dispose();
    }

    /// <summary>Frees the idle buffers; one that comes back later is freed at once.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            while (idle.TryPop(out var buffer))
            {
                buffer.Dispose();
            }
        }
    }
}
