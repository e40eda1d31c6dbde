using System.Runtime.InteropServices;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Sinks.Kafka.Native;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Encodes records of a call into a piece, straight to where librdkafka reads them, and holds the array that tells librdkafka of them.
/// Allocates nothing per record. Used by one call at a time.
/// </summary>
/// <param name="keys">What decides a record's partition.</param>
/// <param name="pool">Where buffers come from.</param>
internal sealed unsafe class KafkaBatch(KafkaKeyTemplate keys, EncodeBufferPool pool) : IDisposable
{
    /// <summary>Messages in a piece at most.</summary>
    public const int MostMessages = 512;

    /// <summary>A piece takes no further record once it has so many bytes. With what one more record usually needs it stays below the next power of two.</summary>
    private const int EnoughBytes = 192 * 1024;

    private readonly JsonRecordEncoder encoder = new();
    private readonly KafkaMessage* messages = (KafkaMessage*)NativeMemory.Alloc(MostMessages, (nuint)sizeof(KafkaMessage));

    /// <summary>The messages of the piece that was filled last; those in front were taken by librdkafka.</summary>
    public KafkaMessage* Messages => messages;

    /// <summary>Encodes as many records as one piece takes.</summary>
    /// <param name="send">The call.</param>
    /// <param name="first">Index of the first record in the request.</param>
    public KafkaPiece Fill(KafkaSend send, int first)
    {
        var records = send.Request.Records;
        var buffer = pool.Rent();
        byte[]? key = null;
        nint keyOffset = 0;
        var count = 0;
        for (; count < MostMessages && first + count < records.Count && buffer.Length < EnoughBytes; count++)
        {
            var record = records[first + count];
            var own = keys.KeyOf(record.Batch.Attributes);
            if (!ReferenceEquals(own, key) && own is not null)
            {
                keyOffset = buffer.Length;
                buffer.Append(own);
            }

            key = own;
            var start = buffer.Length;
            encoder.Encode(record.Record, buffer);
            messages[count] = new KafkaMessage
            {
                // Places for now: the buffer moves when it grows.
                Payload = (byte*)start,
                Length = (nuint)(buffer.Length - start),
                Key = own is null ? null : (byte*)keyOffset,
                KeyLength = (nuint)(own?.Length ?? 0),
            };
        }

        return new KafkaPiece(send, buffer, first, count);
    }

    /// <summary>Turns places into addresses, and gives each message what its report is to bring back.</summary>
    public void Address(KafkaPiece piece, int slot)
    {
        using var pin = piece.Buffer.Pin(0);
        var start = (byte*)pin.Pointer;
        for (var i = 0; i < piece.Count; i++)
        {
            ref var message = ref messages[i];
            message.Payload = start + (nint)message.Payload;
            message.Key = message.KeyLength == 0 ? null : start + (nint)message.Key;
            message.Opaque = KafkaPieces.Opaque(slot, piece.First + i);
        }
    }

    public void Dispose()
    {
        encoder.Dispose();
        NativeMemory.Free(messages);
    }
}
