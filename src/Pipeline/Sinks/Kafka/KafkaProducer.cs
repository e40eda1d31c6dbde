using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// One librdkafka producer and what is known of its health. Records are put in by one thread at a time; answers come from its poll
/// thread. Once retired it takes nothing more.
/// </summary>
internal sealed class KafkaProducer
{
    // Below librdkafka's own limits, so that a full queue is noticed here and not through an exception per try.
    private const int MostBytes = KafkaClientConfig.QueueBytes / 8 * 7;
    private const int MostMessages = KafkaClientConfig.QueueMessages / 8 * 7;
    private readonly IProducer<byte[]?, KafkaSlot> producer;
    private readonly KafkaSlot.Serializer serializer = new();
    private readonly Action<DeliveryReport<byte[]?, KafkaSlot>> report;
    private readonly TimeProvider time;
    private readonly KafkaClientLog log;
    private readonly Lock gate = new();
    private TaskCompletionSource? room;
    private TaskCompletionSource? empty;
    private long queuedBytes;
    private int queuedMessages;
    private long progress;
    private volatile Error? trouble;
    private SendResult? verdict;
    private int leaving;

    /// <exception cref="Exception">librdkafka refuses the settings; the message says which.</exception>
    public KafkaProducer(KafkaClientConfig config, ILogger logger, TimeProvider time)
    {
        Config = config;
        this.time = time;
        log = new KafkaClientLog(logger, time);
        progress = time.GetTimestamp();
        report = Report;
        producer = new ProducerBuilder<byte[]?, KafkaSlot>(config.Settings)
            .SetKeySerializer(Serializers.ByteArray!)
            .SetValueSerializer(serializer)
            .SetErrorHandler((_, error) => Notice(error))
            .SetLogHandler((_, message) => log.Write(message))
            .Build();
    }

    /// <summary>What it was made with.</summary>
    public KafkaClientConfig Config { get; }

    /// <summary>When any record was taken last.</summary>
    public long Progress => Interlocked.Read(ref progress);

    /// <summary>What went wrong since then, the most telling of it; null if nothing did.</summary>
    public Error? Trouble => trouble;

    /// <summary>Why it was retired; null while it is in use.</summary>
    public SendResult? Verdict => verdict;

    /// <summary>Completes when there is room again.</summary>
    public Task Room
    {
        get
        {
            lock (gate)
            {
                return HasRoom(0) ? Task.CompletedTask : (room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Completes when nothing is queued or in flight.</summary>
    public Task Empty
    {
        get
        {
            lock (gate)
            {
                return queuedMessages == 0 ? Task.CompletedTask : (empty ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Whether it was freed: no report comes any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Puts a record into the queue.</summary>
    /// <returns>False where the queue is full; everything else is reported to the call.</returns>
    public bool TryAdd(string topic, byte[]? key, byte[] payload, KafkaSend send, int index)
    {
        var size = payload.Length + (key?.Length ?? 0);
        lock (gate)
        {
            if (!HasRoom(size))
            {
                return false;
            }

            queuedBytes += size;
            queuedMessages++;
        }

        serializer.Payload = payload;
        try
        {
            producer.Produce(topic, new Message<byte[]?, KafkaSlot> { Key = key, Value = new KafkaSlot(send, index, size) }, report);
            return true;
        }
        catch (ProduceException<byte[]?, KafkaSlot> e)
        {
            Leave(size);
            if (e.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }

            Notice(e.Error);
            send.Failed(index, size, e.Error);
            return true;
        }
    }

    /// <summary>Gives up everything that is not delivered: each of those records is reported as failed. The first reason stays.</summary>
    public void Retire(SendResult reason)
    {
        lock (gate)
        {
            verdict ??= reason;
            room?.TrySetResult();
        }

        KafkaLibrary.Purge(producer.Handle);
    }

    /// <summary>Frees it, off the caller's thread. What is still queued is given up first.</summary>
    public Task DisposeAsync() => Interlocked.Exchange(ref leaving, 1) != 0 ? Task.CompletedTask : Task.Run(async () =>
    {
        Retire(SendResult.Retry("the producer was closed"));

        // Its poll thread hands out the reports of what was purged, which frees what Confluent.Kafka holds for each message.
        for (var tries = 0; tries < 40 && Volatile.Read(ref queuedMessages) > 0; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System).ConfigureAwait(false);
        }

        producer.Dispose();
        IsClosed = true;
    });

    private bool HasRoom(int size) => queuedMessages == 0 || (queuedBytes + size <= MostBytes && queuedMessages < MostMessages);

    private void Report(DeliveryReport<byte[]?, KafkaSlot> answer)
    {
        var slot = answer.Message.Value;
        Leave(slot.Size);
        if (answer.Error.IsError)
        {
            if (answer.Error.IsFatal)
            {
                Notice(answer.Error);
            }

            slot.Send.Failed(slot.Index, slot.Size, answer.Error);
            return;
        }

        Interlocked.Exchange(ref progress, time.GetTimestamp());
        trouble = null;
        slot.Send.Taken();
    }

    private void Leave(int size)
    {
        lock (gate)
        {
            queuedBytes -= size;
            queuedMessages--;

            // Half empty before anybody is woken, so that nobody is woken for one record.
            if (room is not null && queuedBytes <= MostBytes / 2 && queuedMessages <= MostMessages / 2)
            {
                room.TrySetResult();
                room = null;
            }

            if (empty is not null && queuedMessages == 0)
            {
                empty.TrySetResult();
                empty = null;
            }
        }
    }

    private void Notice(Error error)
    {
        log.Write(error);

        // "All brokers down" only says again what was said about each; a fatal error is the last word.
        if (trouble is not { IsFatal: true } && (trouble is null || error.Code != ErrorCode.Local_AllBrokersDown))
        {
            trouble = error;
        }
    }
}
