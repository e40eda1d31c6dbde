namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// The configuration of LoongCollector for a case, after its manual (docs/cn of alibaba/loongcollector: input_file, the native processors, flusher_blackhole, flusher_file,
/// flusher_kafka_native). Its input for container logs asks a container runtime, which there is not here.
/// </summary>
internal static class LoongCollectorConfig
{
    /// <summary>Its own settings: by default it may use 0.4 of a processor and is restarted when it uses much memory.</summary>
    public const string Instance = """{"cpu_usage_limit": 4, "mem_usage_limit": 4096}""";

    // The most that it takes: by default it begins 1 MiB before the end of a file that was there before.
    private const int TailSizeKiB = 10_485_760;

    /// <summary>The pipeline, in YAML.</summary>
    /// <param name="work">The case.</param>
    /// <param name="directory">Directory for its output.</param>
    /// <param name="topic">The Kafka topic, if there is one.</param>
    public static string Of(BenchmarkCase work, string directory, (string Servers, string Name)? topic)
    {
        var processors = work.Work switch
        {
            Work.ParsePattern => $$"""
                processors:
                  - Type: processor_parse_regex_native
                    SourceKey: content
                    Regex: '{{Unnamed(work.Pattern!)}}'
                    Keys: [{{string.Join(", ", Names(work.Pattern!))}}]
                  - Type: processor_parse_timestamp_native
                    SourceKey: time
                    SourceFormat: '%d/%b/%Y:%H:%M:%S'

                """,
            Work.FilterJson => """
                processors:
                  - Type: processor_parse_json_native
                    SourceKey: content
                  - Type: processor_filter_regex_native
                    FilterKey: [level]
                    FilterRegex: ['^(info|warn|error)$']

                """,
            _ => "",
        };
        var flusher = (work.Work, topic) switch
        {
            (_, { } to) => $$"""{Type: flusher_kafka_native, Brokers: ['{{to.Servers}}'], Topic: {{to.Name}}, RequiredAcks: -1, Compression: none}""",
            (Work.FilterJson, _) => $$"""{Type: flusher_file, FilePath: {{Path.Combine(directory, "out.json")}}, MaxFileSize: 4294967295, MaxFiles: 1}""",
            _ => "{Type: flusher_blackhole}",
        };
        return $$"""
            enable: true
            inputs:
              - Type: input_file
                FilePaths: [{{work.Input.Path}}]
                TailSizeKB: {{TailSizeKiB}}
            {{processors}}flushers:
              - {{flusher}}

            """;
    }

    /// <summary>The names of a pattern's groups, in their order.</summary>
    private static IEnumerable<string> Names(string pattern) => pattern.Split("(?P<").Skip(1).Select(part => part[..part.IndexOf('>', StringComparison.Ordinal)]);

    // It names groups beside the pattern, by their order.
    private static string Unnamed(string pattern) => Names(pattern).Aggregate(pattern, (text, name) => text.Replace($"(?P<{name}>", "(", StringComparison.Ordinal));
}
