using System.Runtime.InteropServices;
using Confluent.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Native;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Takes a producer's events from its queue: delivery reports in runs, errors, lines of its log.</summary>
internal sealed unsafe class KafkaReports(
    KafkaClientHandle client, KafkaQueueHandle queue, KafkaPieces pieces, KafkaRoom room, KafkaHealth health, KafkaClientLog log)
{
    private const int AtOnce = 256;
    private const int PollMilliseconds = 1000;
    private volatile bool ended;

    /// <summary>Takes events until <see cref="End"/>, on the thread of the caller.</summary>
    public void Run()
    {
        var messages = stackalloc KafkaMessage*[AtOnce];
        while (!ended)
        {
            var @event = Librdkafka.Poll(queue, PollMilliseconds);
            if (@event == 0)
            {
                continue;
            }

            switch (Librdkafka.EventType(@event))
            {
                case Librdkafka.ReportEvent:
                    for (var count = Librdkafka.Reports(@event, messages, AtOnce); count > 0; count = Librdkafka.Reports(@event, messages, AtOnce))
                    {
                        Take(new ReadOnlySpan<nint>(messages, (int)count));
                    }

                    break;
                case Librdkafka.ErrorEvent:
                    Notice((ErrorCode)Librdkafka.EventError(@event), Text(Librdkafka.EventErrorText(@event)));
                    break;
                case Librdkafka.LogEvent:
                    byte* facility;
                    byte* text;
                    int level;
                    if (Librdkafka.EventLog(@event, &facility, &text, &level) == 0)
                    {
                        log.Write((SyslogLevel)level, Text(facility), Text(text));
                    }

                    break;
                default:
                    break;
            }

            Librdkafka.DestroyEvent(@event);
        }
    }

    /// <summary>Makes <see cref="Run"/> return.</summary>
    public void End()
    {
        ended = true;
        Librdkafka.Wake(queue);
    }

    /// <summary>Notes an error that ends the producer, with what librdkafka says of its cause.</summary>
    public KafkaError NoticeFatal(KafkaError error)
    {
        var cause = client.FatalError() ?? error with { IsFatal = true };
        health.Notice(cause);
        return cause;
    }

    private void Take(ReadOnlySpan<nint> messages)
    {
        // Reports come in the order of the records: runs of one piece are answered at once.
        for (var i = 0; i < messages.Length;)
        {
            var slot = KafkaPieces.Split(((KafkaMessage*)messages[i])->Opaque).Slot;
            var piece = pieces[slot];
            var (first, failed) = (i, 0);
            for (; i < messages.Length; i++)
            {
                var message = (KafkaMessage*)messages[i];
                var (own, index) = KafkaPieces.Split(message->Opaque);
                if (own != slot)
                {
                    break;
                }

                if (message->Error != 0)
                {
                    failed++;
                    Fail(piece.Send, index, message);
                }
            }

            Answer(piece, slot, i - first - failed, failed);
        }
    }

    private void Fail(KafkaSend send, int index, KafkaMessage* message)
    {
        var error = KafkaError.Of(message->Error);
        send.Failed(index, (int)(message->Length + message->KeyLength), error.Code == ErrorCode.Local_Fatal ? NoticeFatal(error) : error);
    }

    /// <summary>Counts answers. The buffer goes first: once a call has its last answer, nothing of it is left.</summary>
    public void Answer(KafkaPiece piece, int slot, int taken, int failed)
    {
        if (piece.Answered(taken + failed))
        {
            room.Leave(piece);
            pieces.Remove(slot);
        }

        if (taken > 0)
        {
            health.Taken();
        }

        piece.Send.Answered(taken, failed);
    }

    private void Notice(ErrorCode code, string reason)
    {
        var error = new KafkaError(code, reason);
        if (code == ErrorCode.Local_Fatal)
        {
            NoticeFatal(error);
        }
        else
        {
            health.Notice(error);
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
