namespace LogOperator.Operator.Loop;

/// <summary>Wakes one waiter; wakes that come while nobody waits count as one.</summary>
internal sealed class Signal : IDisposable
{
    private readonly SemaphoreSlim _set = new(0, 1);

    /// <summary>Wakes the waiter, now or when it comes.</summary>
    public void Set()
    {
        try
        {
            if (_set.CurrentCount == 0)
                _set.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else was quicker, to the same end.
        }
        catch (ObjectDisposedException)
        {
            // The process ends.
        }
    }

    /// <summary>Waits to be woken, at most for a time.</summary>
    public async Task WaitAsync(TimeSpan limit, TimeProvider time, CancellationToken cancellation)
    {
        using var expiry = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, expiry.Token);
        try
        {
            await _set.WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // Time is up.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _set.Dispose();
}
