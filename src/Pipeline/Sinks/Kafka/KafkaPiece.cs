using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Some records of one call, encoded: librdkafka reads them where they are, so the buffer is the producer's until each has its report.
/// </summary>
/// <param name="send">The call.</param>
/// <param name="buffer">The records.</param>
/// <param name="first">Index of the first one in the request.</param>
/// <param name="count">How many there are.</param>
internal sealed class KafkaPiece(KafkaSend send, EncodeBuffer buffer, int first, int count)
{
    private int unanswered = count;

    /// <summary>The call.</summary>
    public KafkaSend Send => send;

    /// <summary>The records.</summary>
    public EncodeBuffer Buffer => buffer;

    /// <summary>Index of the first one in the request.</summary>
    public int First => first;

    /// <summary>How many there are.</summary>
    public int Count { get; } = count;

    /// <summary>Bytes of the records and their keys.</summary>
    public int Bytes { get; } = buffer.Length;

    /// <summary>When the producer got it, as a timestamp of the clock.</summary>
    public long Added { get; set; }

    /// <summary>Notes that some of its records have their answer.</summary>
    /// <returns>Whether these were the last.</returns>
    public bool Answered(int records) => Interlocked.Add(ref unanswered, -records) == 0;
}
