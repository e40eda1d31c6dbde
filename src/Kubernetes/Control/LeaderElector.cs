using LogOperator.Kubernetes.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes.Control;

/// <summary>
/// Lets one of several processes lead, by a Lease. Clocks of different machines are never compared: a lease counts as abandoned when this process has seen it
/// unchanged for its whole duration by its own monotonic clock. The leader stops after <see cref="LeaderElectionOptions.RenewDeadline" /> without a renewal,
/// before any other may begin.
/// </summary>
public sealed class LeaderElector
{
    private readonly KubeClient client;
    private readonly LeaderElectionOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private Lease? current;
    private LeaseSpec? observed;
    private long observedAt;
    private long renewedAt;
    private volatile bool isLeader;

    /// <summary>Makes an elector; <see cref="RunAsync" /> starts it.</summary>
    /// <exception cref="ArgumentException">The renew deadline is not below the lease duration, or the retry period not below the deadline.</exception>
    public LeaderElector(KubeClient client, LeaderElectionOptions options, TimeProvider? time = null, ILogger<LeaderElector>? logger = null)
    {
        if (options.RenewDeadline >= options.LeaseDuration || options.RetryPeriod >= options.RenewDeadline)
        {
            throw new ArgumentException($"expected RetryPeriod < RenewDeadline < LeaseDuration (was {options.RetryPeriod}, {options.RenewDeadline}, {options.LeaseDuration})", nameof(options));
        }

        this.client = client;
        this.options = options;
        this.time = time ?? TimeProvider.System;
        this.logger = (ILogger?)logger ?? NullLogger.Instance;
    }

    /// <summary>Whether this process leads.</summary>
    public bool IsLeader => isLeader;

    /// <summary>Who was last seen to lead; null when nobody.</summary>
    public string? Holder => observed?.HolderIdentity is { Length: > 0 } holder ? holder : null;

    /// <summary>
    /// Competes until cancelled. Each time this process leads, <paramref name="lead" /> runs; its token is cancelled when the lead is lost or the process is to
    /// stop, and only when it has returned is the lease released or competed for again. It must return within the lease duration less the renew deadline.
    /// If it ends by itself or throws, the lease is released and this method ends likewise.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken cancellation)
    {
        while (await AcquireAsync(cancellation).ConfigureAwait(false))
        {
            using var leading = new CancellationTokenSource();
            isLeader = true;
            Log.LeaseAcquired(this.logger, this.options.Lease, this.options.Identity);
            var work = Task.Run(() => lead(leading.Token), CancellationToken.None);
            var lost = await KeepAsync(work, cancellation).ConfigureAwait(false);
            var endedByItself = work.IsCompleted;
            isLeader = false;
            await leading.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost)
            {
                Log.LeaseLost(this.logger, this.options.Lease, this.options.Identity);
            }
            else
            {
                await ReleaseAsync().ConfigureAwait(false);
            }

            if (endedByItself || work.IsFaulted)
            {
                await work.ConfigureAwait(false);
                return;
            }
        }
    }

    private async Task<bool> AcquireAsync(CancellationToken cancellation)
    {
        string? told = null;
        while (!cancellation.IsCancellationRequested)
        {
            if (await TryHoldAsync(this.options.RenewDeadline, cancellation).ConfigureAwait(false) == Attempt.Held)
            {
                return true;
            }

            if (Holder is { } holder && holder != told)
            {
                Log.LeaseHeldBy(this.logger, this.options.Lease, told = holder);
            }

            await WaitAsync(Task.CompletedTask, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>Renews until the work ends or the process is to stop (false), or the lead is lost (true).</summary>
    private async Task<bool> KeepAsync(Task work, CancellationToken cancellation)
    {
        while (true)
        {
            await WaitAsync(work, cancellation).ConfigureAwait(false);
            if (work.IsCompleted || cancellation.IsCancellationRequested)
            {
                return false;
            }

            var left = this.options.RenewDeadline - this.time.GetElapsedTime(renewedAt);
            if (left <= TimeSpan.Zero || await TryHoldAsync(left, cancellation).ConfigureAwait(false) == Attempt.HeldByOther)
            {
                return true;
            }
        }
    }

    /// <summary>Waits for the next attempt, or until unfinished work ends, or until cancelled.</summary>
    private async Task WaitAsync(Task work, CancellationToken cancellation)
    {
        // While leading, the deadline may come before the next regular attempt.
        var wait = new Backoff(this.options.RetryPeriod, this.options.RetryPeriod).After(1);
        if (isLeader && this.options.RenewDeadline - this.time.GetElapsedTime(renewedAt) is var left && left < wait)
        {
            wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var delay = Task.Delay(wait, this.time, waiting.Token);
        await (work.IsCompleted ? delay : Task.WhenAny(work, delay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await waiting.CancelAsync().ConfigureAwait(false);
    }

    private async Task<Attempt> TryHoldAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, this.time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await HoldAsync(linked.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Attempt.Failed;
        }
        catch (Exception e) when (e is KubeException or KubeConfigException)
        {
            // What was observed may be out of date; the next attempt reads it.
            current = null;
            if (e is not KubeException { IsConflict: true } and not KubeException { IsAlreadyExists: true })
            {
                KubernetesMetrics.LeaseFailures.Add(1);
                Log.LeaseFailed(this.logger, this.options.Lease, e.Message);
            }

            return Attempt.Failed;
        }
    }

    private async Task<Attempt> HoldAsync(CancellationToken cancellation)
    {
        var started = this.time.GetTimestamp();
        var lease = isLeader ? current : null;
        lease ??= await this.client.FindAsync(Lease.Resource, this.options.Lease.Namespace, this.options.Lease.Name, cancellation).ConfigureAwait(false);
        if (lease is null)
        {
            var created = new Lease
            {
                Metadata = new ObjectMeta { Name = this.options.Lease.Name, Namespace = this.options.Lease.Namespace, Labels = this.options.Labels },
                Spec = Spec(null),
            };
            Held(await this.client.CreateAsync(Lease.Resource, created, null, cancellation).ConfigureAwait(false), started);
            return Attempt.Held;
        }

        Observe(lease);
        var spec = lease.Spec ?? new LeaseSpec();
        var mine = spec.HolderIdentity == this.options.Identity;
        var valid = this.time.GetElapsedTime(observedAt) < TimeSpan.FromSeconds(spec.LeaseDurationSeconds ?? 0);
        if (!mine && valid && !string.IsNullOrEmpty(spec.HolderIdentity))
        {
            return Attempt.HeldByOther;
        }

        var wanted = lease with { Spec = Spec(spec) };
        Held(await this.client.ReplaceAsync(Lease.Resource, wanted, null, cancellation).ConfigureAwait(false), started);
        return Attempt.Held;
    }

    private LeaseSpec Spec(LeaseSpec? old)
    {
        var now = this.time.GetUtcNow();
        var mine = old?.HolderIdentity == this.options.Identity;
        return new LeaseSpec
        {
            HolderIdentity = this.options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(this.options.LeaseDuration.TotalSeconds),
            AcquireTime = mine ? old?.AcquireTime ?? now : now,
            RenewTime = now,
            LeaseTransitions = old is null ? 0 : (old.LeaseTransitions ?? 0) + (mine ? 0 : 1),
        };
    }

    private void Held(Lease lease, long started)
    {
        Observe(lease);
        current = lease;

        // From before the request was sent: the others' clocks start when they see it, which is later.
        renewedAt = started;
    }

    private void Observe(Lease lease)
    {
        if (observed == lease.Spec && observed is not null)
        {
            return;
        }

        observed = lease.Spec ?? new LeaseSpec();
        observedAt = this.time.GetTimestamp();
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(this.options.RenewDeadline, this.time);
        try
        {
            var lease = await this.client.FindAsync(Lease.Resource, this.options.Lease.Namespace, this.options.Lease.Name, limit.Token).ConfigureAwait(false);
            if (lease?.Spec is not { } spec || spec.HolderIdentity != this.options.Identity)
            {
                return;
            }

            var released = lease with { Spec = spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = this.time.GetUtcNow() } };
            Observe(await this.client.ReplaceAsync(Lease.Resource, released, null, limit.Token).ConfigureAwait(false));
            Log.LeaseReleased(this.logger, this.options.Lease, this.options.Identity);
        }
        catch (Exception e) when (e is KubeException or KubeConfigException or OperationCanceledException)
        {
            // The others wait for it to expire, then.
            Log.LeaseFailed(this.logger, this.options.Lease, e.Message);
        }
        finally
        {
            current = null;
        }
    }

    private enum Attempt
    {
        Held,
        HeldByOther,
        Failed,
    }
}
