namespace LogOperator.Pipeline.Sinks;

/// <summary>
/// Delivers requests to one store and encodes them. Calls come one after the other; up to <c>batch.concurrency</c> may be unfinished.
/// What a call does before its first await happens in the order of the calls, so that a sink with a queue of its own keeps the order.
/// </summary>
public interface ISink : IAsyncDisposable
{
    /// <summary>
    /// Tries once to deliver the request's records. Returns a verdict for what the store says and for what the network does; throws only
    /// <see cref="OperationCanceledException"/>, and other exceptions for bugs.
    /// </summary>
    /// <param name="request">What to deliver; stays unchanged and alive until the call ends.</param>
    /// <param name="cancellation">Cancelled when the branch goes away or the grace period ends.</param>
    ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation);
}
