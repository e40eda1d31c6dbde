using LogOperator.Benchmarks.Inputs;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// The configuration of Vector for a case, after its reference (vector.dev: sources file and internal_metrics, transforms remap, reduce and filter, sinks blackhole,
/// file, kafka and prometheus_exporter). Its source of container logs needs a cluster, so that the prefix is parsed by a remap and the parts are joined by a reduce.
/// </summary>
internal static class VectorConfig
{
    /// <summary>The file, in YAML.</summary>
    /// <param name="work">The case.</param>
    /// <param name="directory">Directory for its state and output.</param>
    /// <param name="port">Port of its metrics.</param>
    /// <param name="topic">The Kafka topic, if there is one.</param>
    public static string Of(BenchmarkCase work, string directory, int port, (string Servers, string Name)? topic)
    {
        var transforms = new List<(string Name, string Text)>();
        if (work.Input.Kind != InputKind.Plain)
        {
            transforms.Add(("prefix", """
                type: remap
                    drop_on_error: true
                    source: |
                      . |= parse_regex!(.message, r'^(?P<timestamp>\S+) (?P<stream>stdout|stderr) (?P<part>[PF]) (?P<message>.*)$')
                      .timestamp = parse_timestamp!(.timestamp, "%+")
                """));
            transforms.Add(("joined", """
                type: reduce
                    group_by: [file, stream]
                    ends_when: .part == "F"
                    merge_strategies: {message: concat_raw}
                """));
        }

        if (work.Work == Work.FilterJson)
        {
            transforms.Add(("parsed", """
                type: remap
                    drop_on_error: true
                    source: . = parse_json!(.message)
                """));
            transforms.Add(("kept", """
                type: filter
                    condition: .level != "debug"
                """));
        }
        else if (work.Work == Work.ParsePattern)
        {
            transforms.Add(("parsed", $$"""
                type: remap
                    drop_on_error: true
                    source: |
                      . = parse_regex!(.message, r'{{work.Pattern}}')
                      .timestamp = parse_timestamp!(.time, "%d/%b/%Y:%H:%M:%S %z")
                """));
        }

        var last = "input";
        var text = "";
        foreach (var (name, body) in transforms)
        {
            text += $"  {name}:\n    inputs: [{last}]\n    {body}\n";
            last = name;
        }

        var sink = (work.Work, topic) switch
        {
            (_, { } to) => $"{{type: kafka, inputs: [{last}], bootstrap_servers: '{to.Servers}', topic: {to.Name}, compression: none, encoding: {{codec: text}}, librdkafka_options: {{acks: all}}}}",
            (Work.FilterJson, _) => $"{{type: file, inputs: [{last}], path: {Path.Combine(directory, "out.json")}, encoding: {{codec: json}}}}",
            _ => $"{{type: blackhole, inputs: [{last}], print_interval_secs: 0}}",
        };
        return $$"""
            data_dir: {{directory}}
            sources:
              input: {type: file, include: [{{work.Input.Path}}], read_from: beginning}
              metrics: {type: internal_metrics, scrape_interval_secs: 0.1}
            {{(text.Length == 0 ? "" : $"transforms:\n{text}")}}sinks:
              output: {{sink}}
              exporter: {type: prometheus_exporter, inputs: [metrics], address: '127.0.0.1:{{port}}'}

            """;
    }
}
