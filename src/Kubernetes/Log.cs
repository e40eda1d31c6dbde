using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Transport;
using Microsoft.Extensions.Logging;

namespace LogOperator.Kubernetes;

/// <summary>Every log message of this assembly.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "{Request}: answered {Code}, trying again after {Wait} (attempt {Attempt})")]
    public static partial void AskedToRetry(ILogger logger, KubeRequest request, int code, TimeSpan wait, int attempt);

    [LoggerMessage(10, LogLevel.Information, "{Resource}: watching {Count} objects from version {Version}")]
    public static partial void Synced(ILogger logger, string resource, int count, string? version);

    [LoggerMessage(11, LogLevel.Debug, "{Resource}: watch ended, going on from version {Version}")]
    public static partial void WatchEnded(ILogger logger, string resource, string? version);

    [LoggerMessage(12, LogLevel.Information, "{Resource}: version too old, listing again")]
    public static partial void Relisting(ILogger logger, string resource);

    [LoggerMessage(13, LogLevel.Warning, "{Resource}: {Problem}; trying again after {Wait}")]
    public static partial void WatchFailed(ILogger logger, string resource, string problem, TimeSpan wait);

    [LoggerMessage(14, LogLevel.Warning, "{Problem}")]
    public static partial void Undecodable(ILogger logger, string problem);

    [LoggerMessage(20, LogLevel.Error, "{Controller}: reconciling {Key} failed; trying again after {Wait}")]
    public static partial void ReconcileThrew(ILogger logger, Exception exception, string controller, string key, TimeSpan wait);

    [LoggerMessage(21, LogLevel.Warning, "{Controller}: reconciling {Key}: {Problem}; trying again after {Wait}")]
    public static partial void ReconcileRetries(ILogger logger, string controller, string key, string problem, TimeSpan wait);

    [LoggerMessage(30, LogLevel.Information, "lease {Lease}: {Identity} leads now")]
    public static partial void LeaseAcquired(ILogger logger, ObjectKey lease, string identity);

    [LoggerMessage(31, LogLevel.Information, "lease {Lease}: held by {Holder}")]
    public static partial void LeaseHeldBy(ILogger logger, ObjectKey lease, string holder);

    [LoggerMessage(32, LogLevel.Warning, "lease {Lease}: {Problem}")]
    public static partial void LeaseFailed(ILogger logger, ObjectKey lease, string problem);

    [LoggerMessage(33, LogLevel.Warning, "lease {Lease}: {Identity} leads no more")]
    public static partial void LeaseLost(ILogger logger, ObjectKey lease, string identity);

    [LoggerMessage(34, LogLevel.Information, "lease {Lease}: released by {Identity}")]
    public static partial void LeaseReleased(ILogger logger, ObjectKey lease, string identity);

    [LoggerMessage(40, LogLevel.Warning, "event {Reason} about {Regarding} was not written: {Problem}")]
    public static partial void EventFailed(ILogger logger, string reason, string regarding, string problem);
}
