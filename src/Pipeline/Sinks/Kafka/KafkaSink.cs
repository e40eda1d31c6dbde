using Confluent.Kafka;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Produces one message per record. librdkafka queues, batches, compresses and keeps the order; a call ends when the broker has answered
/// for each of its records, or when nothing moves any more.
/// </summary>
internal sealed class KafkaSink(KafkaSinkSpec spec, SinkContext context) : ISink
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Without a delivery for this long the brokers count as unreachable.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The same where a client has said that it was refused: waiting longer would change nothing.</summary>
    private static readonly TimeSpan PatienceWhenRefused = TimeSpan.FromSeconds(3);

    /// <summary>Without a delivery of a call's own records for this long, others' do not count.</summary>
    private static readonly TimeSpan OwnPatience = TimeSpan.FromSeconds(60);

    private readonly StoreSecrets secrets = new(context);
    private readonly KafkaKeyTemplate keys = new(spec.Key?.Template ?? KafkaKeyTemplate.Default);
    private readonly JsonRecordEncoder encoder = new();
    private readonly EncodeBuffer buffer = new();
    private readonly SemaphoreSlim turn = new(1);
    private readonly KafkaRetirement retirement = new();
    private KafkaProducer? current;
    private int batchBytes = KafkaClientConfig.DefaultBatchBytes;

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
        if (Interlocked.Exchange(ref current, null) is { } producer)
        {
            retirement.Begin(producer);
        }

        await retirement.EndAsync().ConfigureAwait(false);
        encoder.Dispose();
        buffer.Dispose();
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
        config = KafkaClientConfig.Read(spec, context.Store.Spec, secrets, ref missing).ForProducer(spec, Volatile.Read(ref batchBytes));
        return missing is null ? null : SendResult.Misconfigured(missing);
    }

    private KafkaProducer? Make(KafkaClientConfig config, out SendResult? problem)
    {
        var old = current;
        problem = null;
        try
        {
            var next = new KafkaProducer(config, context.Logger, context.Time);
            if (old is null && context.Store.Spec.Auth?.Sasl is { Mechanism: not SaslMechanismName.Plain } && KafkaLibrary.Warning is { } warning)
            {
                Log.KafkaLibraryIsOld(context.Logger, warning);
            }

            Replace(old, next);
            return next;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or KafkaException)
        {
            problem = SendResult.Misconfigured($"librdkafka refuses the settings: {e.Message}");
            return null;
        }
    }

    private async Task DrainAsync(KafkaProducer producer, CancellationToken cancellation)
    {
        var begin = context.Time.GetTimestamp();
        while (!await WaitAsync(producer.Empty, cancellation).ConfigureAwait(false) && producer.Verdict is null)
        {
            GiveUpIfStuck(producer, begin, cancellation);
        }
    }

    private void Replace(KafkaProducer? old, KafkaProducer? next)
    {
        if (Interlocked.CompareExchange(ref current, next, old) == old && old is not null)
        {
            retirement.Begin(old);
        }
    }

    private async Task EnqueueAsync(KafkaProducer producer, KafkaSend send, CancellationToken cancellation)
    {
        var records = send.Request.Records;
        for (var i = 0; i < records.Count;)
        {
            if (producer.Verdict is not null)
            {
                send.Failed(i++, 0, new Error(ErrorCode.Local_PurgeQueue));
            }
            else if (Add(producer, records[i], send, i))
            {
                i++;
            }
            else if (!await WaitAsync(producer.Room, cancellation).ConfigureAwait(false))
            {
                GiveUpIfStuck(producer, send.Progress, cancellation);
            }
        }
    }

    private bool Add(KafkaProducer producer, RecordRef record, KafkaSend send, int index)
    {
        buffer.Clear();
        encoder.Encode(record.Record, buffer);
        return producer.TryAdd(spec.Topic.Name, keys.KeyOf(record.Batch.Attributes), buffer.Written.ToArray(), send, index);
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
        else if (idle >= Patience || own >= OwnPatience
            || (idle >= PatienceWhenRefused && trouble is not null && KafkaFaults.Of(trouble.Code) == KafkaFault.Configuration))
        {
            Retire(producer, KafkaVerdict.OfSilence(trouble, spec.BootstrapServers, idle));
        }
    }

    private void Retire(KafkaProducer producer, SendResult reason)
    {
        producer.Retire(reason);
        Replace(producer, null);
    }

    private SendResult Conclude(KafkaProducer producer, KafkaSend send, CancellationToken cancellation)
    {
        var failures = send.Failures();
        if (failures.FirstOrDefault(f => f.Error?.IsFatal == true).Error is { } fatal)
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
        if (!task.IsCompleted)
        {
            // Once cancelled, this waits for the reports of what was purged.
            var pause = Task.Delay(Tick, context.Time, cancellation.IsCancellationRequested ? CancellationToken.None : cancellation);
            await Task.WhenAny(task, pause).ConfigureAwait(false);
        }

        return task.IsCompleted;
    }
}
