using LogOperator.Pipeline.Runtime.Reports;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent;

/// <summary>Every log message of this assembly.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "logagent {Version} on node {Node}: configuration from {Source}, state in {State}")]
    public static partial void Starting(ILogger logger, string version, string node, string source, string state);

    [LoggerMessage(2, LogLevel.Information, "asked to stop: delivering what was read, for at most {Timeout}")]
    public static partial void Stopping(ILogger logger, TimeSpan timeout);

    [LoggerMessage(3, LogLevel.Information, "stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(4, LogLevel.Critical, "{Part} ended unexpectedly: {Problem}")]
    public static partial void Failed(ILogger logger, Exception? exception, string part, string problem);

    [LoggerMessage(5, LogLevel.Critical, "cannot start: {Problem}")]
    public static partial void CannotStart(ILogger logger, string problem);

    [LoggerMessage(10, LogLevel.Information, "configuration {Hash} from {Origin} applied: {Started} pipelines started, {Swapped} swapped, {Stopped} stopped, {Unchanged} untouched")]
    public static partial void Applied(ILogger logger, string hash, ConfigOrigin origin, int started, int swapped, int stopped, int unchanged);

    [LoggerMessage(11, LogLevel.Warning, "pipeline {Key} generation {Generation} is refused: {Reason}; its last good form, if any, goes on")]
    public static partial void PipelineRefused(ILogger logger, string key, long generation, string reason);

    [LoggerMessage(12, LogLevel.Error, "{Problem}; its last good content, if any, goes on")]
    public static partial void ShardUnreadable(ILogger logger, string problem);

    [LoggerMessage(13, LogLevel.Warning, "the API server does not answer yet: the configuration comes from {Origin} until it does")]
    public static partial void WithoutApi(ILogger logger, ConfigOrigin origin);

    [LoggerMessage(14, LogLevel.Warning, "last good configuration: {Problem}")]
    public static partial void LastGoodUnreadable(ILogger logger, string problem);

    [LoggerMessage(15, LogLevel.Warning, "the last good configuration cannot be kept in {Directory}: {Problem}")]
    public static partial void LastGoodUnwritable(ILogger logger, string directory, string problem);

    [LoggerMessage(16, LogLevel.Error, "ended {Times} times within {Probation} of a start or a change, without having been asked to: held back is what is new in {Pipelines}; the forms from before run")]
    public static partial void HeldBack(ILogger logger, int times, TimeSpan probation, string pipelines);

    [LoggerMessage(17, LogLevel.Error, "ended {Times} times within {Probation} of a start, without having been asked to, and no pipeline is new: nothing is held back")]
    public static partial void CrashesWithoutChange(ILogger logger, int times, TimeSpan probation);

    [LoggerMessage(18, LogLevel.Error, "ended {Times} times within {Probation} of a start, without having been asked to, and no configuration has run for so long on this node yet: nothing is held back")]
    public static partial void CrashesBeforeProof(ILogger logger, int times, TimeSpan probation);

    [LoggerMessage(19, LogLevel.Warning, "the record of runs in {Path} cannot be used: {Problem}; should a new configuration end the agent again and again, it is not taken back")]
    public static partial void RunsUnusable(ILogger logger, string path, string problem);

    [LoggerMessage(20, LogLevel.Information, "health and metrics on {Address}")]
    public static partial void AdminListening(ILogger logger, string address);

    [LoggerMessage(21, LogLevel.Information, "status on {Address}, for clients with a certificate of the operator")]
    public static partial void StatusListening(ILogger logger, string address);

    [LoggerMessage(22, LogLevel.Warning, "certificates in {Directory} cannot be used: {Problem}")]
    public static partial void CertificatesUnusable(ILogger logger, string directory, string problem);

    [LoggerMessage(23, LogLevel.Warning, "a client of the status port was turned away: {Problem}")]
    public static partial void ClientTurnedAway(ILogger logger, string problem);
}
