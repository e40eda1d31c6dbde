using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>A client of librdkafka. Freed when it and every <see cref="KafkaPartHandle"/> of it are; that takes as long as its threads take to end.</summary>
internal sealed unsafe class KafkaClientHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int ProblemLength = 512;

    private GCHandle connector;

    private KafkaClientHandle(nint client, GCHandle connector)
        : base(ownsHandle: true)
    {
        this.connector = connector;
        SetHandle(client);
    }

    /// <summary>Makes a producer whose reports, errors and log lines come as events of its main queue.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="connector">Connects in librdkafka's place; null leaves it to it.</param>
    /// <param name="problem">Why librdkafka refuses them; null if it does not.</param>
    /// <returns>Null if they are refused.</returns>
    public static KafkaClientHandle? TryCreateProducer(IEnumerable<KeyValuePair<string, string>> settings, KafkaConnector? connector, out string? problem)
    {
        var text = stackalloc byte[ProblemLength];
        var config = Librdkafka.NewConfig();
        foreach (var (name, value) in settings.Append(new("log.queue", "true")))
        {
            if (Librdkafka.Set(config, name, value, text, ProblemLength) != Librdkafka.Accepted)
            {
                Librdkafka.DestroyConfig(config);
                problem = Text(text);
                return null;
            }
        }

        Librdkafka.SetEvents(config, Librdkafka.ReportEvent | Librdkafka.ErrorEvent | Librdkafka.LogEvent);
        var held = default(GCHandle);
        if (connector is not null)
        {
            held = GCHandle.Alloc(connector);
            Librdkafka.SetOpaque(config, GCHandle.ToIntPtr(held));
            Librdkafka.SetConnect(config, KafkaConnector.Callback);
        }

        var native = Librdkafka.New(Librdkafka.Producer, config, text, ProblemLength);
        if (native == 0)
        {
            Free(ref held);
            Librdkafka.DestroyConfig(config);
            problem = Text(text);
            return null;
        }

        var client = new KafkaClientHandle(native, held);
        _ = Librdkafka.SetLogQueue(client, 0);
        problem = null;
        return client;
    }

    /// <summary>Called before it is freed; tests put one here that takes long.</summary>
    internal Action Freeing { get; set; } = static () => { };

    /// <summary>What made it fail for good; null if nothing did.</summary>
    public KafkaError? FatalError()
    {
        var text = stackalloc byte[ProblemLength];
        var code = Librdkafka.FatalError(this, text, ProblemLength);
        return code == 0 ? null : new KafkaError((ErrorCode)code, Text(text), IsFatal: true);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Freeing();
        Librdkafka.Destroy(handle);
        Free(ref connector);
        return true;
    }

    private static void Free(ref GCHandle held)
    {
        if (held.IsAllocated)
        {
            held.Free();
        }
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
