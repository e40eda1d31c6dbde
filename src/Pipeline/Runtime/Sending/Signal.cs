namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>Wakes one waiting loop; what is raised while nobody waits is kept, once.</summary>
/// <param name="time">The clock that bounds the waits.</param>
public sealed class Signal(TimeProvider time)
{
    private TaskCompletionSource raised = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes the loop. Cheap when it is awake already.</summary>
    public void Raise() => Volatile.Read(ref raised).TrySetResult();

    /// <summary>Waits until the signal is raised, or a time has passed, and clears it.</summary>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken cancellation)
    {
        var current = Volatile.Read(ref raised);
        if (!current.Task.IsCompleted)
        {
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            await Task.WhenAny(current.Task, Task.Delay(timeout, time, giveUp.Token)).ConfigureAwait(false);
            await giveUp.CancelAsync().ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }

        if (current.Task.IsCompleted)
        {
            Volatile.Write(ref raised, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }
}
