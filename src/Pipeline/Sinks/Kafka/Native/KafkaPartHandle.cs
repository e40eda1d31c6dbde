using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>A part of a client, which keeps the client alive: librdkafka wants parts to be given back first.</summary>
internal abstract class KafkaPartHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly KafkaClientHandle client;
    private readonly bool held;

    protected KafkaPartHandle(KafkaClientHandle client, nint part)
        : base(ownsHandle: true)
    {
        this.client = client;
        client.DangerousAddRef(ref held);
        SetHandle(part);
    }

    /// <summary>Gives the part back.</summary>
    protected abstract void Free(nint part);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Free(handle);
        if (held)
        {
            client.DangerousRelease();
        }

        return true;
    }
}
