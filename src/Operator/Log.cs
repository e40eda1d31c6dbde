using LogOperator.Crds.Compilation;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator;

/// <summary>Every log message of this assembly.</summary>
internal static partial class Log
{
    [LoggerMessage(100, LogLevel.Information, "log-operator {Version} in namespace {Namespace}, agents in {AgentNamespace} from image {Image}")]
    public static partial void Starting(ILogger logger, string version, string @namespace, string agentNamespace, string image);

    [LoggerMessage(101, LogLevel.Information, "leading: configuration read back with {Pipelines} pipelines")]
    public static partial void Leading(ILogger logger, int pipelines);

    [LoggerMessage(102, LogLevel.Information, "not leading any more")]
    public static partial void StoppedLeading(ILogger logger);

    [LoggerMessage(103, LogLevel.Debug, "compiled {Pipelines} pipelines and {Stores} stores in {Milliseconds} ms")]
    public static partial void Compiled(ILogger logger, int pipelines, int stores, long milliseconds);

    [LoggerMessage(104, LogLevel.Error, "a pass over the cluster failed; trying again after {Wait}")]
    public static partial void PassFailed(ILogger logger, Exception exception, TimeSpan wait);

    [LoggerMessage(105, LogLevel.Warning, "a pass over the cluster was not completed: {Problem}; trying again after {Wait}")]
    public static partial void PassIncomplete(ILogger logger, string problem, TimeSpan wait);

    [LoggerMessage(110, LogLevel.Debug, "applied {Kind} {Namespace}/{Name}")]
    public static partial void Applied(ILogger logger, string kind, string? @namespace, string name);

    [LoggerMessage(111, LogLevel.Debug, "deleted {Kind} {Namespace}/{Name}, which belongs to no LogAgent")]
    public static partial void Pruned(ILogger logger, string kind, string? @namespace, string name);

    [LoggerMessage(116, LogLevel.Information, "applied or deleted {Objects} objects for {Pipelines} pipelines")]
    public static partial void Published(ILogger logger, int objects, int pipelines);

    [LoggerMessage(112, LogLevel.Warning, "{Kind} {Namespace}/{Name} was not applied: {Problem}")]
    public static partial void NotApplied(ILogger logger, string kind, string? @namespace, string name, string problem);

    [LoggerMessage(113, LogLevel.Error, "the configuration in Secret {Name} cannot be read and is taken as empty: {Problem}")]
    public static partial void PublishedUnreadable(ILogger logger, string name, string problem);

    [LoggerMessage(114, LogLevel.Error, "Secret {Name} would hold {Bytes} bytes, more than an object may: what was published before stays")]
    public static partial void TooLarge(ILogger logger, string name, long bytes);

    [LoggerMessage(115, LogLevel.Warning, "Secret {Namespace}/{Name} was not read: {Problem}")]
    public static partial void SecretNotRead(ILogger logger, string @namespace, string name, string problem);

    [LoggerMessage(120, LogLevel.Information, "certificates: {What}")]
    public static partial void CertificatesRenewed(ILogger logger, string what);

    [LoggerMessage(130, LogLevel.Warning, "agent {Pod} on {Node} does not report: {Problem}; trying again after {Wait}")]
    public static partial void AgentSilent(ILogger logger, string pod, string node, string problem, TimeSpan wait);

    [LoggerMessage(131, LogLevel.Information, "agent {Pod} on {Node} reports")]
    public static partial void AgentReports(ILogger logger, string pod, string node);

    [LoggerMessage(140, LogLevel.Debug, "status of {Resource} written")]
    public static partial void StatusWritten(ILogger logger, ResourceId resource);

    [LoggerMessage(150, LogLevel.Information, "store {Store}: topic {Topic}: {What}")]
    public static partial void TopicChanged(ILogger logger, string store, string topic, string what);
}
