using Confluent.Kafka;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.Pipeline.Sinks.Kafka.Native;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// One producer of librdkafka for one topic. Pieces are put in by one thread at a time; their answers come from its own thread. Once
/// retired it takes nothing more.
/// </summary>
internal sealed class KafkaProducer : IAsyncDisposable
{
    private static readonly TimeSpan PurgePatience = TimeSpan.FromSeconds(2);
    private readonly KafkaClientHandle client;
    private readonly KafkaConnector? connector;
    private readonly KafkaTopicHandle topic;
    private readonly KafkaQueueHandle queue;
    private readonly KafkaPieces pieces;
    private readonly KafkaRoom room;
    private readonly KafkaHealth health;
    private readonly KafkaReports reports;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly Lock gate = new();
    private Task polling = Task.CompletedTask;
    private volatile SendResult? verdict;
    private volatile bool isClosed;
    private TaskCompletionSource? purged;
    private int purging;
    private int leaving;

    private KafkaProducer(KafkaClientHandle client, KafkaConnector? connector, KafkaClientConfig config, string topicName, EncodeBufferPool pool, ILogger logger, TimeProvider time)
    {
        Config = config;
        this.client = client;
        this.connector = connector;
        this.time = time;
        this.logger = logger;
        topic = new KafkaTopicHandle(client, topicName);
        queue = new KafkaQueueHandle(client);
        pieces = new KafkaPieces(pool);

        // librdkafka forgets a message a little after its report was taken.
        room = new KafkaRoom(config.QueueBytes / 8 * 7, 2 * config.BatchBytes, config.QueueMessages / 8 * 7, config.Linger / 2, time);
        var log = new KafkaClientLog(logger, time);
        health = new KafkaHealth(log, time);
        reports = new KafkaReports(client, queue, pieces, room, health, log);
    }

    /// <summary>What it was made with.</summary>
    public KafkaClientConfig Config { get; }

    /// <summary>When any record was taken last.</summary>
    public long Progress => health.Progress;

    /// <summary>What went wrong since then; null if nothing did.</summary>
    public KafkaError? Trouble => health.Trouble;

    /// <summary>Why it may not connect to a broker; null if none was refused.</summary>
    public string? RefusedEndpoint => connector?.Refusal;

    /// <summary>Why it was retired; null while it is in use.</summary>
    public SendResult? Verdict => verdict;

    /// <summary>After <see cref="TryAdd"/> found no room: completes when there is.</summary>
    public Task Room => room.Available;

    /// <summary>Completes when nothing is queued or in flight.</summary>
    public Task Empty => room.Empty;

    /// <summary>Whether no report comes any more: it is freed, or about to be.</summary>
    public bool IsClosed => isClosed;

    /// <summary>The native client, for tests that break it.</summary>
    internal KafkaClientHandle Client => client;

    /// <summary>Makes a producer and the thread that takes its reports.</summary>
    /// <param name="config">Its settings.</param>
    /// <param name="topic">The topic that it writes to.</param>
    /// <param name="pool">Where buffers go back to.</param>
    /// <param name="logger">For what librdkafka tells.</param>
    /// <param name="time">The clock.</param>
    /// <param name="guard">Judges the addresses of brokers; null lets all pass.</param>
    /// <param name="problem">Why librdkafka refuses the settings; null if it does not.</param>
    /// <returns>Null if they are refused.</returns>
    public static KafkaProducer? TryStart(
        KafkaClientConfig config, string topic, EncodeBufferPool pool, ILogger logger, TimeProvider time, EndpointGuard? guard, out string? problem)
    {
        var connector = guard is null ? null : new KafkaConnector(guard);
        if (KafkaClientHandle.TryCreateProducer(config.Settings, connector, out problem) is not { } client)
        {
            return null;
        }

        var producer = new KafkaProducer(client, connector, config, topic, pool, logger, time);
        producer.polling = Task.Factory.StartNew(producer.Poll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return producer;
    }

    /// <summary>Bounds what it holds, within the limits that it was made with.</summary>
    /// <param name="bytes">What the branches that use it may hold.</param>
    public void Bound(long bytes) => room.Bound(bytes);

    /// <summary>Puts a piece into the queue and takes its buffer over.</summary>
    /// <returns>False where there is no room, or it was retired, and the piece stays the caller's; whatever becomes of its records else is reported to the call.</returns>
    public bool TryAdd(KafkaPiece piece, KafkaBatch batch)
    {
        // Nothing gets in behind the purge of a retirement, and nothing is used after it was freed.
        lock (gate)
        {
            if (verdict is not null || !room.TryTake(piece))
            {
                return false;
            }

            var slot = pieces.Add(piece);
            batch.Address(piece, slot);
            Produce(piece, slot, batch);
            return true;
        }
    }

    /// <summary>Gives up everything that is not delivered: each of those records is reported as failed. The first reason stays.</summary>
    public void Retire(SendResult reason)
    {
        lock (gate)
        {
            verdict ??= reason;
            room.Wake();
            if (isClosed)
            {
                return;
            }

            purging++;
        }

        // Waits for librdkafka's threads: not with the gate held.
        _ = Librdkafka.Purge(client, Librdkafka.PurgeQueue | Librdkafka.PurgeInFlight);
        lock (gate)
        {
            if (--purging == 0)
            {
                purged?.TrySetResult();
            }
        }
    }

    /// <summary>Why it can do nothing any more; null if it can. The record's own error may only say that librdkafka purged its queue for that.</summary>
    public KafkaError? FindFatalError()
    {
        lock (gate)
        {
            return isClosed ? null : client.FatalError();
        }
    }

    /// <summary>Frees it, off the caller's thread. What is still queued is given up first.</summary>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref leaving, 1) != 0 ? ValueTask.CompletedTask : new(Task.Run(FreeAsync));

    private unsafe void Produce(KafkaPiece piece, int slot, KafkaBatch batch)
    {
        if (Librdkafka.Produce(topic, Librdkafka.AnyPartition, 0, batch.Messages, piece.Count) == piece.Count)
        {
            return;
        }

        var refused = 0;
        for (var i = 0; i < piece.Count; i++)
        {
            ref var message = ref batch.Messages[i];
            if (message.Error != 0)
            {
                var error = KafkaError.Of(message.Error);
                error = error.Code == ErrorCode.Local_Fatal ? reports.NoticeFatal(error) : error;
                piece.Send.Failed(piece.First + i, (int)(message.Length + message.KeyLength), error);
                refused++;
            }
        }

        reports.Answer(piece, slot, 0, refused);
    }

    private async Task FreeAsync()
    {
        Retire(SendResult.Retry("the producer was closed"));

        // The reports of what was purged end the calls that wait for them.
        await Task.WhenAny(Empty, Task.Delay(PurgePatience, time)).ConfigureAwait(false);
        reports.End();
        await polling.ConfigureAwait(false);

        // Whoever uses the client last would free it: from here on nobody begins to.
        await CloseAsync().ConfigureAwait(false);

        // Waits for librdkafka's threads, which may hang in the network: on a thread of its own, and nobody waits for it with the gate.
        await Task.Factory.StartNew(Free, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    private Task CloseAsync()
    {
        lock (gate)
        {
            isClosed = true;
            purged = purging > 0 ? new(TaskCreationOptions.RunContinuationsAsynchronously) : null;
            return purged?.Task ?? Task.CompletedTask;
        }
    }

    private void Free()
    {
        topic.Dispose();
        queue.Dispose();
        client.Dispose();

        // Only now is it certain that nobody reads the buffers of what got no report.
        pieces.RemoveAll();
    }

    private void Poll()
    {
        try
        {
            reports.Run();
        }
        catch (Exception e)
        {
            // Calls notice that nothing moves any more, and retire the producer.
            Log.LoopFailed(logger, e);
        }
    }
}
