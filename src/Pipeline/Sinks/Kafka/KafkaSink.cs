using Confluent.Kafka;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Produces one message per record. librdkafka queues, batches, compresses and keeps the order; a call ends when the broker has answered
/// for each of its records, or when nothing moves any more.
/// </summary>
internal sealed class KafkaSink : ISink
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Without a delivery for this long the brokers count as unreachable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same where a client has said that it was refused: waiting longer would change nothing.</summary>
    private static readonly TimeSpan PatienceWhenRefused = TimeSpan.FromSeconds(3);

    /// <summary>Without a delivery of a call's own records for this long, others' do not count.</summary>
    private static readonly TimeSpan OwnPatience = TimeSpan.FromSeconds(60);

    /// <summary>The queue holds every request that may be in flight, at this many bytes per byte of its lines, where the process has the memory.</summary>
    private const int QueueFactor = 2;

    private const long DefaultRequestBytes = 1024 * 1024;
    private const int KeptBuffers = 64;
    private const int KeptBufferBytes = 512 * 1024;

    private readonly KafkaSinkSpec spec;
    private readonly SinkContext context;
    private readonly StoreSecrets secrets;
    private readonly EncodeBufferPool pool;
    private readonly KafkaBatch batch;
    private readonly long queueBytes;
    private readonly SemaphoreSlim turn = new(1);
    private readonly KafkaRetirement retirement;
    private KafkaProducer? current;
    private int batchBytes = KafkaClientConfig.DefaultBatchBytes;
    private volatile bool isDisposed;

    public KafkaSink(KafkaSinkSpec spec, SinkContext context)
    {
        this.spec = spec;
        this.context = context;
        secrets = new StoreSecrets(context);
        retirement = new KafkaRetirement(context.Time);
        var limits = context.Store.Spec.Batch;
        var requests = QueueFactor * (limits?.Concurrency ?? ((ISinkKind)spec).DefaultConcurrency) * (limits?.MaxBytes?.Bytes ?? DefaultRequestBytes);

        // librdkafka's own limit stays as it was made: that of the process. Within it the producer's follows the branches.
        queueBytes = Math.Min(requests, context.BufferMemory);
        pool = new EncodeBufferPool(KeptBuffers, KeptBufferBytes);
        batch = new KafkaBatch(new KafkaKeyTemplate(spec.Key?.Template ?? KafkaKeyTemplate.Default), pool);
    }

    /// <summary>The producer in use, for tests that break it.</summary>
    internal KafkaProducer? Producer => current;

    public async ValueTask<SendResult> SendAsync(SinkRequest request, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (request.Records.Count == 0)
        {
            return SendResult.Delivered;
        }

        // Waiters are served in their order, and nobody gets in between: the queue keeps the order of the calls.
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        KafkaSend send;
        KafkaProducer? producer;
        try
        {
            if (isDisposed)
            {
                return SendResult.Retry("the sink was closed");
            }

            if (ReadConfig(out var config) is { } unreadable)
            {
                return unreadable;
            }

            if (current is { Verdict: null } old && !old.Config.Equals(config))
            {
                // Secrets have changed, say. What the old one holds goes first.
                await DrainAsync(old, cancellation).ConfigureAwait(false);
            }

            SendResult? refused = null;
            producer = current is { Verdict: null } same && same.Config.Equals(config) ? same : Make(config!, out refused);
            if (producer is null)
            {
                return refused!;
            }

            producer.Bound(context.BranchMemory());
            send = new KafkaSend(request, context.Time);
            await EnqueueAsync(producer, send, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }

        while (!await WaitAsync(send.Completed, cancellation).ConfigureAwait(false))
        {
            if (producer.IsClosed)
            {
                return producer.Verdict!;
            }

            GiveUpIfStuck(producer, send.Progress, cancellation);
        }

        return Conclude(producer, send, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        isDisposed = true;
        RetireCurrent();

        // A call that has its turn notices the retirement and ends; it may have made another producer before it saw that the sink is closed.
        await turn.WaitAsync().ConfigureAwait(false);
        turn.Release();
        RetireCurrent();
        await retirement.EndAsync().ConfigureAwait(false);
        batch.Dispose();
        pool.Dispose();
    }

    private void RetireCurrent()
    {
        if (Interlocked.Exchange(ref current, null) is { } producer)
        {
            retirement.Begin(producer);
        }
    }

    /// <summary>The settings as they are now, since secrets change.</summary>
    private SendResult? ReadConfig(out KafkaClientConfig? config)
    {
        config = null;
        if (KafkaLibrary.Problem is { } problem)
        {
            return SendResult.Misconfigured(problem);
        }

        string? missing = null;
        config = KafkaClientConfig.Read(spec, context.Store.Spec, secrets, ref missing).ForProducer(spec, Volatile.Read(ref batchBytes), queueBytes);
        return missing is null ? null : SendResult.Misconfigured(missing);
    }

    private KafkaProducer? Make(KafkaClientConfig config, out SendResult? problem)
    {
        problem = null;
        var next = KafkaProducer.TryStart(config, spec.Topic.Name, pool, context.Logger, context.Time, context.Guard, out var refusal);
        if (next is null)
        {
            problem = SendResult.Misconfigured($"librdkafka refuses the settings: {refusal}");
            return null;
        }

        // Only who has the turn puts one in; others may take it away meanwhile.
        var old = Interlocked.Exchange(ref current, next);
        if (old is not null)
        {
            retirement.Begin(old);
        }

        if (old is null && context.Store.Spec.Auth?.Sasl is { Mechanism: not SaslMechanismName.Plain } && KafkaLibrary.Warning is { } warning)
        {
            Log.KafkaLibraryIsOld(context.Logger, warning);
        }

        return next;
    }

    private async Task DrainAsync(KafkaProducer producer, CancellationToken cancellation)
    {
        var begin = context.Time.GetTimestamp();
        while (!await WaitAsync(producer.Empty, cancellation).ConfigureAwait(false) && producer.Verdict is null)
        {
            GiveUpIfStuck(producer, begin, cancellation);
        }
    }

    private void Retire(KafkaProducer producer, SendResult reason)
    {
        producer.Retire(reason);
        if (Interlocked.CompareExchange(ref current, null, producer) == producer)
        {
            retirement.Begin(producer);
        }
    }

    private async Task EnqueueAsync(KafkaProducer producer, KafkaSend send, CancellationToken cancellation)
    {
        var count = send.Request.Records.Count;
        for (var next = 0; next < count;)
        {
            var piece = batch.Fill(send, next);
            while (!producer.TryAdd(piece, batch))
            {
                if (producer.Verdict is not null)
                {
                    pool.Return(piece.Buffer);
                    GiveUp(send, next);
                    return;
                }

                if (!await WaitAsync(producer.Room, cancellation).ConfigureAwait(false))
                {
                    GiveUpIfStuck(producer, send.Progress, cancellation);
                }
            }

            next += piece.Count;
        }
    }

    /// <summary>Answers for records that did not get into the queue.</summary>
    private static void GiveUp(KafkaSend send, int first)
    {
        var error = new KafkaError(ErrorCode.Local_PurgeQueue, "given up");
        for (var i = first; i < send.Request.Records.Count; i++)
        {
            send.Failed(i, 0, error);
        }

        send.Answered(0, send.Request.Records.Count - first);
    }

    private void GiveUpIfStuck(KafkaProducer producer, long ownProgress, CancellationToken cancellation)
    {
        var own = context.Time.GetElapsedTime(ownProgress);
        var any = context.Time.GetElapsedTime(producer.Progress);
        var idle = own < any ? own : any;
        var trouble = producer.Trouble;
        if (cancellation.IsCancellationRequested)
        {
            Retire(producer, SendResult.Retry("given up before it was acknowledged"));
        }
        else if (trouble is { IsFatal: true })
        {
            Retire(producer, SendResult.Retry($"the producer failed and is made anew: {trouble.Reason}"));
        }
        else if (idle >= PatienceWhenRefused && producer.RefusedEndpoint is { } refused)
        {
            Retire(producer, SendResult.Misconfigured(refused));
        }
        else if (idle >= Patience || own >= OwnPatience
            || (idle >= PatienceWhenRefused && trouble is not null && KafkaFaults.Of(trouble.Code) == KafkaFault.Configuration))
        {
            Retire(producer, KafkaVerdict.OfSilence(trouble, spec.BootstrapServers, idle));
        }
    }

    private SendResult Conclude(KafkaProducer producer, KafkaSend send, CancellationToken cancellation)
    {
        var failures = send.Failures();
        if (failures.Count > 0 && producer.FindFatalError() is { } fatal)
        {
            Retire(producer, SendResult.Retry($"the producer failed and is made anew: {fatal.Reason}"));
        }

        // The broker judges batches. A record that fills one by itself was alone in it; for the others smaller batches are tried.
        var alone = producer.Config.BatchBytes;
        if (failures.Any(f => KafkaFaults.Of(f.Error.Code) == KafkaFault.Size && f.Size < alone))
        {
            Volatile.Write(ref batchBytes, Math.Max(KafkaClientConfig.SmallestBatchBytes, alone / 2));
        }

        if (failures.Count == send.Request.Records.Count)
        {
            cancellation.ThrowIfCancellationRequested();
        }

        return KafkaVerdict.Of(send, producer.Verdict, spec.Topic.Name, alone);
    }

    /// <summary>Waits for a moment.</summary>
    /// <returns>Whether the task has completed.</returns>
    private async Task<bool> WaitAsync(Task task, CancellationToken cancellation)
    {
        // Once cancelled, this waits for the reports of what was purged.
        var given = cancellation.IsCancellationRequested ? CancellationToken.None : cancellation;
        await task.WaitAsync(Tick, context.Time, given).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompleted;
    }
}
