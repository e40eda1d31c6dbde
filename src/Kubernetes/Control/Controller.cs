using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes.Control;

/// <summary>Works on the keys of a queue, each with one worker at a time. A key whose work fails comes back after a growing wait; it never stops the others.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
public sealed class Controller<TKey>
    where TKey : notnull
{
    private readonly string _name;
    private readonly WorkQueue<TKey> _queue;
    private readonly Func<TKey, CancellationToken, ValueTask<ReconcileResult>> _reconcile;
    private readonly int _workers;
    private readonly ILogger _logger;

    /// <summary>Makes a controller; <see cref="RunAsync" /> starts it.</summary>
    /// <param name="name">Name in logs and metrics.</param>
    /// <param name="queue">Keys to work on; owned by the caller.</param>
    /// <param name="reconcile">The work on one key.</param>
    /// <param name="workers">How many keys are worked on at once.</param>
    /// <param name="logger">Where failures are told.</param>
    public Controller(string name, WorkQueue<TKey> queue, Func<TKey, CancellationToken, ValueTask<ReconcileResult>> reconcile, int workers = 1, ILogger? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        _name = name;
        _queue = queue;
        _reconcile = reconcile;
        _workers = workers;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Works until cancelled, then waits for the work in progress, whose token is cancelled too.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, _workers).Select(_ => WorkAsync(cancellation)));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            TKey key;
            try
            {
                key = await _queue.GetAsync(cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await ReconcileAsync(key, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _queue.Done(key);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "the edge of a supervised loop: one key must not stop the others")]
    private async Task ReconcileAsync(TKey key, CancellationToken cancellation)
    {
        try
        {
            var result = await _reconcile(key, cancellation).ConfigureAwait(false);
            if (result.Problem is { } problem)
            {
                Count("retry");
                Log.ReconcileRetries(_logger, _name, key.ToString() ?? "", problem, _queue.AddRateLimited(key));
                return;
            }

            Count("done");
            _queue.Forget(key);
            if (result.Again is { } wait)
                _queue.AddAfter(key, wait);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping; whoever leads next works on every key anyway.
        }
        catch (KubeException e) when (e.IsConflict || e.IsTransient)
        {
            Count("retry");
            Log.ReconcileRetries(_logger, _name, key.ToString() ?? "", e.Message, _queue.AddRateLimited(key));
        }
        catch (Exception e)
        {
            Count("error");
            Log.ReconcileThrew(_logger, e, _name, key.ToString() ?? "", _queue.AddRateLimited(key));
        }
    }

    private void Count(string result) =>
        KubernetesMetrics.Reconciles.Add(1, new KeyValuePair<string, object?>("controller", _name), new KeyValuePair<string, object?>("result", result));
}
