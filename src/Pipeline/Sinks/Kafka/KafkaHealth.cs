using Confluent.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>What is known of how a producer does. Written by its reports, read by calls that wait.</summary>
internal sealed class KafkaHealth(KafkaClientLog log, TimeProvider time)
{
    private long progress = time.GetTimestamp();
    private volatile KafkaError? trouble;

    /// <summary>When any record was taken last, or when the producer was made.</summary>
    public long Progress => Interlocked.Read(ref progress);

    /// <summary>What went wrong since then, the most telling of it; null if nothing did.</summary>
    public KafkaError? Trouble => trouble;

    /// <summary>Notes that a record was taken.</summary>
    public void Taken()
    {
        Interlocked.Exchange(ref progress, time.GetTimestamp());
        if (trouble is { IsFatal: false })
        {
            trouble = null;
        }
    }

    /// <summary>Notes that something went wrong.</summary>
    public void Notice(KafkaError error)
    {
        log.Write(error);

        // "All brokers down" only says again what was said about each; a fatal error is the last word.
        if (trouble is not { IsFatal: true } && (trouble is null || error.IsFatal || error.Code != ErrorCode.Local_AllBrokersDown))
        {
            trouble = error;
        }
    }
}
