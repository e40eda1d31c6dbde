using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// The native half of Confluent.Kafka. It asks for <c>librdkafka</c> by name, and its own way of loading a given path wants
/// <c>libdl.so</c>, which glibc 2.34 and later no longer have: so the name is resolved here (docs/adr/0002-confluent-kafka.md).
/// </summary>
internal static unsafe class KafkaLibrary
{
    /// <summary>Names the library's file where it is not found otherwise.</summary>
    public const string PathVariable = "LOG_OPERATOR_LIBRDKAFKA";

    /// <summary>librdkafka 2.6.1: earlier ones send a SCRAM nonce that Kafka 4 refuses (its change log, "Fixes").</summary>
    private const int OldestForScram = 0x020601ff;

    // librdkafka's rdkafka.h: RD_KAFKA_PURGE_F_QUEUE, RD_KAFKA_PURGE_F_INFLIGHT.
    private const int PurgeQueueAndInFlight = 1 | 2;
    private static readonly Lazy<string?> Loading = new(Load);
    private static nint library;
    private static delegate* unmanaged[Cdecl]<nint, int, int> purge;

    /// <summary>Why Kafka cannot be used on this machine, as a sentence; null if it can. Loads the library when first asked.</summary>
    public static string? Problem => Loading.Value;

    /// <summary>A warning about the library's version; null if there is nothing to say. Only where there is no <see cref="Problem"/>.</summary>
    public static string? Warning => Library.Version >= OldestForScram
        ? null
        : $"librdkafka {Library.VersionString} is older than 2.6.1: SASL/SCRAM authentication fails with Kafka 4 and later";

    /// <summary>Makes every message that is not delivered yet fail now.</summary>
    public static void Purge(Handle client)
    {
        var native = (SafeHandle)NativeHandle(client);
        var held = false;
        try
        {
            native.DangerousAddRef(ref held);
            _ = purge(native.DangerousGetHandle(), PurgeQueueAndInFlight);
        }
        catch (ObjectDisposedException)
        {
            // Then there is nothing left to purge.
        }
        finally
        {
            if (held)
            {
                native.DangerousRelease();
            }
        }
    }

    private static string? Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, static (name, _, _) => name == "librdkafka" ? library : 0);
        var given = Environment.GetEnvironmentVariable(PathVariable);
        string[] places = string.IsNullOrEmpty(given) ? [Path.Combine(AppContext.BaseDirectory, "librdkafka.so"), "librdkafka.so.1"] : [given];
        var place = places.FirstOrDefault(p => NativeLibrary.TryLoad(p, out library));
        if (place is null)
        {
            return string.IsNullOrEmpty(given)
                ? $"librdkafka was not found: install it (Debian: apt-get install librdkafka1), put librdkafka.so beside the program, or name its file in {PathVariable}"
                : $"librdkafka cannot be loaded from {given}, which {PathVariable} names";
        }

        try
        {
            Library.Load();
            purge = (delegate* unmanaged[Cdecl]<nint, int, int>)NativeLibrary.GetExport(library, "rd_kafka_purge");
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or FileLoadException or EntryPointNotFoundException or InvalidOperationException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"librdkafka ({place}) cannot be used: {e.Message}");
        }
    }

    // The only member of Confluent.Kafka's inner half that is needed: rd_kafka_purge has no public counterpart.
    [System.Runtime.CompilerServices.UnsafeAccessor(System.Runtime.CompilerServices.UnsafeAccessorKind.Method, Name = "get_LibrdkafkaHandle")]
    [return: System.Runtime.CompilerServices.UnsafeAccessorType("Confluent.Kafka.Impl.SafeKafkaHandle, Confluent.Kafka")]
    private static extern object NativeHandle(Handle client);
}
