using LogOperator.Benchmarks.Inputs;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>The configuration of Fluent Bit for a case, after its manual (docs.fluentbit.io: inputs/tail, parsers, filters/parser, filters/grep, outputs, monitoring).</summary>
internal static class FluentBitConfig
{
    /// <summary>The file, in YAML.</summary>
    /// <param name="work">The case.</param>
    /// <param name="directory">Directory for its output.</param>
    /// <param name="port">Port of its metrics.</param>
    /// <param name="topic">The Kafka topic, if there is one.</param>
    public static string Of(BenchmarkCase work, string directory, int port, (string Servers, string Name)? topic)
    {
        string[] lines =
        [
            "service:",
            "  flush: 1",
            "  grace: 1",
            "  log_level: warn",
            "  http_server: on",
            "  http_listen: 127.0.0.1",
            $"  http_port: {port}",
            .. Parsers(work),
            "pipeline:",
            "  inputs:",
            "    - name: tail",
            $"      path: {work.Input.Path}",
            "      read_from_head: true",
            .. work.Work == Work.ParsePattern ? ["      parser: access"] : work.Input.Kind == InputKind.Plain ? [] : (string[])["      multiline.parser: cri"],
            .. Filters(work),
            "  outputs:",
            .. Output(work, directory, topic).Select((line, i) => (i == 0 ? "    - " : "      ") + line),
            "      match: '*'",
            "",
        ];
        return string.Join('\n', lines);
    }

    private static string[] Parsers(BenchmarkCase work) => work.Work switch
    {
        // Its regular expressions are Ruby's, which name groups without the P.
        Work.ParsePattern =>
        [
            "parsers:",
            "  - name: access",
            "    format: regex",
            $"    regex: '{work.Pattern!.Replace("(?P<", "(?<", StringComparison.Ordinal)}'",
            "    time_key: time",
            "    time_format: '%d/%b/%Y:%H:%M:%S %z'",
        ],
        Work.FilterJson => ["parsers:", "  - name: body", "    format: json"],
        _ => [],
    };

    private static string[] Filters(BenchmarkCase work) => work.Work != Work.FilterJson ? [] :
    [
        "  filters:",
        "    - name: parser",
        "      match: '*'",
        "      key_name: log",
        "      parser: body",
        "    - name: grep",
        "      match: '*'",
        "      exclude: level ^debug$",
    ];

    private static string[] Output(BenchmarkCase work, string directory, (string Servers, string Name)? topic) => (work.Work, topic) switch
    {
        (_, { } to) =>
        [
            "name: kafka", $"brokers: {to.Servers}", $"topics: {to.Name}", "format: raw", "raw_log_key: log", "queue_full_retries: 0",
            "rdkafka.request.required.acks: -1", "rdkafka.compression.codec: none",
        ],
        (Work.FilterJson, _) => ["name: file", $"path: {directory}", "file: out.json", "format: plain"],
        _ => ["name: 'null'"],
    };
}
