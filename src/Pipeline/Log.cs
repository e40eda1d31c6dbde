using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline;

/// <summary>What the data plane tells. Nothing per record that is well.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "checkpoints cannot be written to {Directory}: {Reason}. Reading goes on; after a restart records since the last good write are sent again")]
    public static partial void CheckpointsFailed(ILogger logger, string directory, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "checkpoints are written to {Directory} again")]
    public static partial void CheckpointsRecovered(ILogger logger, string directory);

    [LoggerMessage(EventId = 3, Level = LogLevel.Warning, Message = "the last {Bytes} bytes of {Path} are damaged and were left out; records behind the last good checkpoint are sent again")]
    public static partial void CheckpointsDamaged(ILogger logger, string path, int bytes);

    [LoggerMessage(EventId = 4, Level = LogLevel.Warning, Message = "store {Store}: try {Failures} failed, next in {Wait}: {Detail}")]
    public static partial void WillRetry(ILogger logger, string store, int failures, TimeSpan wait, string? detail);

    [LoggerMessage(EventId = 5, Level = LogLevel.Error, Message = "store {Store}: a record was rejected and dropped: {Detail}")]
    public static partial void RecordRejected(ILogger logger, string store, string? detail);

    [LoggerMessage(EventId = 6, Level = LogLevel.Error, Message = "store {Store}: the sink failed unexpectedly; the request is tried again")]
    public static partial void SinkFailed(ILogger logger, string store, Exception exception);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "{Path} cannot be read now and is tried again: {Reason}")]
    public static partial void ReadFailed(ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "reading {Stream} has not returned for {Seconds} s: its file system does not answer; other files go on")]
    public static partial void ReadStalled(ILogger logger, string stream, int seconds);

    [LoggerMessage(EventId = 13, Level = LogLevel.Information, Message = "reading {Stream} goes on")]
    public static partial void ReadAnswered(ILogger logger, string stream);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, Message = "pipeline {Pipeline} generation {Generation}: {Outcome}")]
    public static partial void PipelineApplied(ILogger logger, string pipeline, long generation, Runtime.ApplyOutcome outcome);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "pipeline {Pipeline} generation {Generation} is refused: {Reason}")]
    public static partial void PipelineRefused(ILogger logger, string pipeline, long generation, string reason);

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "pipeline {Pipeline} was deleted with {Records} records undelivered to store {Store}")]
    public static partial void DrainEnded(ILogger logger, string pipeline, long records, string store);

    [LoggerMessage(EventId = 30, Level = LogLevel.Error, Message = "{Bytes} bytes of {Path} are lost to pipeline {Pipeline}, store {Store}: {Reason}")]
    public static partial void BytesLost(ILogger logger, string path, long bytes, string pipeline, string store, string reason);

    [LoggerMessage(EventId = 11, Level = LogLevel.Critical, Message = "a loop of the data plane ended unexpectedly")]
    public static partial void LoopFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 40, Level = LogLevel.Warning, Message = "Kafka client: {Code}: {Reason}")]
    public static partial void KafkaClientError(ILogger logger, Confluent.Kafka.ErrorCode code, string reason);

    [LoggerMessage(EventId = 41, Level = LogLevel.Warning, Message = "Kafka client: {Facility}: {Text}")]
    public static partial void KafkaClientMessage(ILogger logger, string facility, string text);

    [LoggerMessage(EventId = 42, Level = LogLevel.Warning, Message = "{Warning}")]
    public static partial void KafkaLibraryIsOld(ILogger logger, string warning);
}
