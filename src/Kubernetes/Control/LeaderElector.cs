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
    private readonly KubeClient _client;
    private readonly LeaderElectionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private Lease? _current;
    private LeaseSpec? _observed;
    private long _observedAt;
    private long _renewedAt;
    private volatile bool _isLeader;

    /// <summary>Makes an elector; <see cref="RunAsync" /> starts it.</summary>
    /// <exception cref="ArgumentException">The renew deadline is not below the lease duration, or the retry period not below the deadline.</exception>
    public LeaderElector(KubeClient client, LeaderElectionOptions options, TimeProvider? time = null, ILogger<LeaderElector>? logger = null)
    {
        if (options.RenewDeadline >= options.LeaseDuration || options.RetryPeriod >= options.RenewDeadline)
            throw new ArgumentException($"expected RetryPeriod < RenewDeadline < LeaseDuration (was {options.RetryPeriod}, {options.RenewDeadline}, {options.LeaseDuration})", nameof(options));
        _client = client;
        _options = options;
        _time = time ?? TimeProvider.System;
        _logger = (ILogger?)logger ?? NullLogger.Instance;
    }

    /// <summary>Whether this process leads.</summary>
    public bool IsLeader => _isLeader;

    /// <summary>Who was last seen to lead; null when nobody.</summary>
    public string? Holder => _observed?.HolderIdentity is { Length: > 0 } holder ? holder : null;

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
            _isLeader = true;
            Log.LeaseAcquired(_logger, _options.Lease, _options.Identity);
            var work = Task.Run(() => lead(leading.Token), CancellationToken.None);
            var lost = await KeepAsync(work, cancellation).ConfigureAwait(false);
            var endedByItself = work.IsCompleted;
            _isLeader = false;
            await leading.CancelAsync().ConfigureAwait(false);
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (lost)
                Log.LeaseLost(_logger, _options.Lease, _options.Identity);
            else
                await ReleaseAsync().ConfigureAwait(false);
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
            if (await TryHoldAsync(_options.RenewDeadline, cancellation).ConfigureAwait(false) == Attempt.Held)
                return true;
            if (Holder is { } holder && holder != told)
                Log.LeaseHeldBy(_logger, _options.Lease, told = holder);
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
                return false;
            var left = _options.RenewDeadline - _time.GetElapsedTime(_renewedAt);
            if (left <= TimeSpan.Zero || await TryHoldAsync(left, cancellation).ConfigureAwait(false) == Attempt.HeldByOther)
                return true;
        }
    }

    /// <summary>Waits for the next attempt, or until unfinished work ends, or until cancelled.</summary>
    private async Task WaitAsync(Task work, CancellationToken cancellation)
    {
        // While leading, the deadline may come before the next regular attempt.
        var wait = new Backoff(_options.RetryPeriod, _options.RetryPeriod).After(1);
        if (_isLeader && _options.RenewDeadline - _time.GetElapsedTime(_renewedAt) is var left && left < wait)
            wait = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var delay = Task.Delay(wait, _time, waiting.Token);
        await (work.IsCompleted ? delay : Task.WhenAny(work, delay)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await waiting.CancelAsync().ConfigureAwait(false);
    }

    private async Task<Attempt> TryHoldAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(patience, _time);
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
            _current = null;
            if (e is not KubeException { IsConflict: true } and not KubeException { IsAlreadyExists: true })
            {
                KubernetesMetrics.LeaseFailures.Add(1);
                Log.LeaseFailed(_logger, _options.Lease, e.Message);
            }

            return Attempt.Failed;
        }
    }

    private async Task<Attempt> HoldAsync(CancellationToken cancellation)
    {
        var started = _time.GetTimestamp();
        var lease = _isLeader ? _current : null;
        lease ??= await _client.FindAsync(Lease.Resource, _options.Lease.Namespace, _options.Lease.Name, cancellation).ConfigureAwait(false);
        if (lease is null)
        {
            var created = new Lease
            {
                Metadata = new ObjectMeta { Name = _options.Lease.Name, Namespace = _options.Lease.Namespace, Labels = _options.Labels },
                Spec = Spec(null),
            };
            Held(await _client.CreateAsync(Lease.Resource, created, null, cancellation).ConfigureAwait(false), started);
            return Attempt.Held;
        }

        Observe(lease);
        var spec = lease.Spec ?? new LeaseSpec();
        var mine = spec.HolderIdentity == _options.Identity;
        var valid = _time.GetElapsedTime(_observedAt) < TimeSpan.FromSeconds(spec.LeaseDurationSeconds ?? 0);
        if (!mine && valid && !string.IsNullOrEmpty(spec.HolderIdentity))
            return Attempt.HeldByOther;
        var wanted = lease with { Spec = Spec(spec) };
        Held(await _client.ReplaceAsync(Lease.Resource, wanted, null, cancellation).ConfigureAwait(false), started);
        return Attempt.Held;
    }

    private LeaseSpec Spec(LeaseSpec? old)
    {
        var now = _time.GetUtcNow();
        var mine = old?.HolderIdentity == _options.Identity;
        return new LeaseSpec
        {
            HolderIdentity = _options.Identity,
            LeaseDurationSeconds = (int)Math.Ceiling(_options.LeaseDuration.TotalSeconds),
            AcquireTime = mine ? old?.AcquireTime ?? now : now,
            RenewTime = now,
            LeaseTransitions = old is null ? 0 : (old.LeaseTransitions ?? 0) + (mine ? 0 : 1),
        };
    }

    private void Held(Lease lease, long started)
    {
        Observe(lease);
        _current = lease;

        // From before the request was sent: the others' clocks start when they see it, which is later.
        _renewedAt = started;
    }

    private void Observe(Lease lease)
    {
        if (_observed == lease.Spec && _observed is not null)
            return;
        _observed = lease.Spec ?? new LeaseSpec();
        _observedAt = _time.GetTimestamp();
    }

    private async Task ReleaseAsync()
    {
        using var limit = new CancellationTokenSource(_options.RenewDeadline, _time);
        try
        {
            var lease = await _client.FindAsync(Lease.Resource, _options.Lease.Namespace, _options.Lease.Name, limit.Token).ConfigureAwait(false);
            if (lease?.Spec is not { } spec || spec.HolderIdentity != _options.Identity)
                return;
            var released = lease with { Spec = spec with { HolderIdentity = "", LeaseDurationSeconds = 1, RenewTime = _time.GetUtcNow() } };
            Observe(await _client.ReplaceAsync(Lease.Resource, released, null, limit.Token).ConfigureAwait(false));
            Log.LeaseReleased(_logger, _options.Lease, _options.Identity);
        }
        catch (Exception e) when (e is KubeException or KubeConfigException or OperationCanceledException)
        {
            // The others wait for it to expire, then.
            Log.LeaseFailed(_logger, _options.Lease, e.Message);
        }
        finally
        {
            _current = null;
        }
    }

    private enum Attempt
    {
        Held,
        HeldByOther,
        Failed,
    }
}
