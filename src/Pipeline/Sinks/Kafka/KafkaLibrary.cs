using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using LogOperator.Pipeline.Sinks.Kafka.Native;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// Finds librdkafka, for this project's own calls and for Confluent.Kafka, which asks for it by name too: its own way of loading a given
/// path wants <c>libdl.so</c>, which glibc 2.34 and later no longer have (docs/adr/0002-confluent-kafka.md).
/// </summary>
internal static unsafe class KafkaLibrary
{
    /// <summary>Names the library's file where it is not found otherwise.</summary>
    public const string PathVariable = "LOG_OPERATOR_LIBRDKAFKA";

    /// <summary>librdkafka 2.6.1: earlier ones send a SCRAM nonce that Kafka 4 refuses (its change log, "Fixes").</summary>
    private const int OldestForScram = 0x020601ff;

    private static readonly Lazy<string?> Loading = new(Load);
    private static readonly Lazy<string?> Binding = new(Bind);
    private static nint library;

    /// <summary>Why Kafka cannot be used on this machine, as a sentence; null if it can. Loads the library when first asked.</summary>
    public static string? Problem => Loading.Value;

    /// <summary>The same for Confluent.Kafka, which looks up a hundred functions by reflection: only for who needs it.</summary>
    public static string? BindingProblem => Binding.Value;

    /// <summary>A warning about the library's version; null if there is nothing to say. Only where there is no <see cref="Problem"/>.</summary>
    public static string? Warning => Librdkafka.Version() >= OldestForScram
        ? null
        : $"librdkafka {Marshal.PtrToStringUTF8((nint)Librdkafka.VersionText())} is older than 2.6.1: SASL/SCRAM authentication fails with Kafka 4 and later";

    private static string? Load()
    {
        var given = Environment.GetEnvironmentVariable(PathVariable);
        string[] places = string.IsNullOrEmpty(given) ? [Path.Combine(AppContext.BaseDirectory, "librdkafka.so"), "librdkafka.so.1"] : [given];
        var place = places.FirstOrDefault(p => NativeLibrary.TryLoad(p, out library));
        if (place is null)
        {
            return string.IsNullOrEmpty(given)
                ? $"librdkafka was not found: install it (Debian: apt-get install librdkafka1), put librdkafka.so beside the program, or name its file in {PathVariable}"
                : $"librdkafka cannot be loaded from {given}, which {PathVariable} names";
        }

        NativeLibrary.SetDllImportResolver(typeof(KafkaLibrary).Assembly, static (name, _, _) => name == Librdkafka.Name ? library : 0);
        return Try(static () => _ = Librdkafka.Version());
    }

    private static string? Bind()
    {
        if (Problem is { } problem)
        {
            return problem;
        }

        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, static (name, _, _) => name == Librdkafka.Name ? library : 0);
        return Try(static () => Library.Load());
    }

    private static string? Try(Action use)
    {
        try
        {
            use();
            return null;
        }
        catch (Exception e) when (e is DllNotFoundException or FileLoadException or EntryPointNotFoundException or InvalidOperationException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"librdkafka cannot be used: {e.Message}");
        }
    }
}
