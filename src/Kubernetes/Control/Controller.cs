using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes.Control;

/// <summary>Works on the keys of a queue, each with one worker at a time. A key whose work fails comes back after a growing wait; it never stops the others.</summary>
/// <typeparam name="TKey">Type of the keys.</typeparam>
public sealed class Controller<TKey>
    where TKey : notnull
{
    private readonly string name;
    private readonly WorkQueue<TKey> queue;
    private readonly Func<TKey, CancellationToken, ValueTask<ReconcileResult>> reconcile;
    private readonly int workers;
    private readonly ILogger logger;

    /// <summary>Makes a controller; <see cref="RunAsync" /> starts it.</summary>
    /// <param name="name">Name in logs and metrics.</param>
    /// <param name="queue">Keys to work on; owned by the caller.</param>
    /// <param name="reconcile">The work on one key.</param>
    /// <param name="workers">How many keys are worked on at once.</param>
    /// <param name="logger">Where failures are told.</param>
    public Controller(string name, WorkQueue<TKey> queue, Func<TKey, CancellationToken, ValueTask<ReconcileResult>> reconcile, int workers = 1, ILogger? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        this.name = name;
        this.queue = queue;
        this.reconcile = reconcile;
        this.workers = workers;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Works until cancelled, then waits for the work in progress, whose token is cancelled too.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(Enumerable.Range(0, this.workers).Select(_ => WorkAsync(cancellation)));

    private async Task WorkAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            TKey key;
            try
            {
                key = await this.queue.GetAsync(cancellation).ConfigureAwait(false);
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
                this.queue.Done(key);
            }
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "the edge of a supervised loop: one key must not stop the others")]
    private async Task ReconcileAsync(TKey key, CancellationToken cancellation)
    {
        try
        {
            var result = await this.reconcile(key, cancellation).ConfigureAwait(false);
            if (result.Problem is { } problem)
            {
                Count("retry");
                Log.ReconcileRetries(this.logger, this.name, key.ToString() ?? "", problem, this.queue.AddRateLimited(key));
                return;
            }

            Count("done");
            this.queue.Forget(key);
            if (result.Again is { } wait)
            {
                this.queue.AddAfter(key, wait);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Stopping; whoever leads next works on every key anyway.
        }
        catch (KubeException e) when (e.IsConflict || e.IsTransient)
        {
            Count("retry");
            Log.ReconcileRetries(this.logger, this.name, key.ToString() ?? "", e.Message, this.queue.AddRateLimited(key));
        }
        catch (Exception e)
        {
            Count("error");
            Log.ReconcileThrew(this.logger, e, this.name, key.ToString() ?? "", this.queue.AddRateLimited(key));
        }
    }

    private void Count(string result) =>
        KubernetesMetrics.Reconciles.Add(1, new KeyValuePair<string, object?>("controller", this.name), new KeyValuePair<string, object?>("result", result));
}
