using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>What a follower's loop sleeps on. It may be woken at any time, also when it is gone.</summary>
/// <param name="inotify">Wakes the loop by itself; owned. Null where there is none.</param>
internal sealed class FollowerAlarm(Inotify? inotify) : IDisposable
{
    private readonly Lock gate = new();
    private readonly ManualResetEventSlim raised = new();
    private bool disposed;

    /// <summary>Waits until woken, or for a time.</summary>
    public void Wait(int milliseconds)
    {
        if (inotify is not null)
        {
            inotify.Wait(milliseconds);
        }
        else
        {
            raised.Wait(milliseconds);
            raised.Reset();
        }
    }

    /// <summary>Wakes the loop.</summary>
    public void Wake()
    {
        // Descriptors are numbers: closed twice, or written to when closed, they may be somebody else's.
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            if (inotify is not null)
            {
                inotify.Wake();
            }
            else
            {
                raised.Set();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            if (!disposed)
            {
                disposed = true;
                inotify?.Dispose();
                raised.Dispose();
            }
        }
    }
}
