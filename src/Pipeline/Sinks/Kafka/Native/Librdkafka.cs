using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Sinks.Kafka.Native;

/// <summary>
/// The few functions of librdkafka that producing takes, as they are (rdkafka.h). Answers, errors and log lines are polled as events, so
/// that nothing native ever calls into this program but where a <see cref="KafkaConnector"/> judges addresses. Usable where <see cref="KafkaLibrary.Problem"/> is null.
/// </summary>
internal static unsafe partial class Librdkafka
{
    /// <summary>The name that <see cref="KafkaLibrary"/> resolves.</summary>
    public const string Name = "librdkafka";

    public const int Producer = 0;
    public const int AnyPartition = -1;
    public const int Accepted = 0;
    public const int ReportEvent = 0x1;
    public const int LogEvent = 0x4;
    public const int ErrorEvent = 0x8;
    public const int PurgeQueue = 1;
    public const int PurgeInFlight = 2;

    [LibraryImport(Name, EntryPoint = "rd_kafka_version")]
    public static partial int Version();

    [LibraryImport(Name, EntryPoint = "rd_kafka_version_str")]
    public static partial byte* VersionText();

    [LibraryImport(Name, EntryPoint = "rd_kafka_thread_cnt")]
    public static partial int ThreadCount();

    [LibraryImport(Name, EntryPoint = "rd_kafka_err2str")]
    public static partial byte* Describe(int error);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_new")]
    public static partial nint NewConfig();

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_destroy")]
    public static partial void DestroyConfig(nint config);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Set(nint config, string name, string value, byte* problem, nuint size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_events")]
    public static partial void SetEvents(nint config, int events);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_connect_cb")]
    public static partial void SetConnect(nint config, delegate* unmanaged[Cdecl]<int, byte*, int, byte*, void*, int> connect);

    [LibraryImport(Name, EntryPoint = "rd_kafka_conf_set_opaque")]
    public static partial void SetOpaque(nint config, nint opaque);

    /// <summary>Takes the configuration over unless it returns null.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_new")]
    public static partial nint New(int type, nint config, byte* problem, nuint size);

    /// <summary>Ends its threads, waiting for them, and frees every message that it still holds.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_destroy")]
    public static partial void Destroy(nint client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_set_log_queue")]
    public static partial int SetLogQueue(KafkaClientHandle client, nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_get_main")]
    public static partial nint MainQueue(KafkaClientHandle client);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_destroy")]
    public static partial void DestroyQueue(nint queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint NewTopic(KafkaClientHandle client, string name, nint config);

    [LibraryImport(Name, EntryPoint = "rd_kafka_topic_destroy")]
    public static partial void DestroyTopic(nint topic);

    /// <summary>Puts messages into the queue. Those that were not taken have an error afterwards and get no report.</summary>
    /// <returns>How many were taken.</returns>
    [LibraryImport(Name, EntryPoint = "rd_kafka_produce_batch")]
    public static partial int Produce(KafkaTopicHandle topic, int partition, int flags, KafkaMessage* messages, int count);

    [LibraryImport(Name, EntryPoint = "rd_kafka_purge")]
    public static partial int Purge(KafkaClientHandle client, int what);

    [LibraryImport(Name, EntryPoint = "rd_kafka_fatal_error")]
    public static partial int FatalError(KafkaClientHandle client, byte* text, nuint size);

    /// <summary>For tests: makes a producer fail for good.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_test_fatal_error", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int InjectFatalError(KafkaClientHandle client, int error, string reason);

    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_poll")]
    public static partial nint Poll(KafkaQueueHandle queue, int milliseconds);

    /// <summary>Makes a poll that waits return.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_queue_yield")]
    public static partial void Wake(KafkaQueueHandle queue);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_type")]
    public static partial int EventType(nint @event);

    /// <summary>The next reports of an event; they live as long as the event.</summary>
    [LibraryImport(Name, EntryPoint = "rd_kafka_event_message_array")]
    public static partial nuint Reports(nint @event, KafkaMessage** messages, nuint size);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_error")]
    public static partial int EventError(nint @event);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_error_string")]
    public static partial byte* EventErrorText(nint @event);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_log")]
    public static partial int EventLog(nint @event, byte** facility, byte** text, int* level);

    [LibraryImport(Name, EntryPoint = "rd_kafka_event_destroy")]
    public static partial void DestroyEvent(nint @event);
}
