using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// The OpenTelemetry Collector with its file log receiver. It has done the work when its own metric of records accepted says so: without a queue in between
/// the receiver counts a record when the exporter has taken it. The metric is asked for only after the kernel has seen it read the whole file, so that
/// asking costs it nothing before.
/// </summary>
internal sealed class OtelCollector(string program, string version) : IContender
{
    public const string Title = "OpenTelemetry Collector";

    public string Name => Title;

    public string About => $"{version}; file_log receiver, container operator where the case has container logs, recombine operator in case java (without the last record, which it holds for 5 s), nop, file or kafka exporter (encoding raw: the body alone, one message a record; no compression; a full queue blocks, by default it loses records), else default settings";

    public bool Does(BenchmarkCase work) => work.Name != BenchmarkCase.Slope;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var metrics = CollectorMetrics.OnFreePort();
        var config = Path.Combine(directory, "otelcol.yaml");
        var operators = (work.Input.Kind, work.Work) switch
        {
            (_, Work.ParsePattern) =>
                $"[{{type: regex_parser, on_error: drop, regex: '{work.Pattern}', timestamp: {{parse_from: attributes.time, layout_type: strptime, layout: '%d/%b/%Y:%H:%M:%S %z'}}}}]",
            (_, Work.JoinTraces) => """[{type: container}, {type: recombine, combine_field: body, is_first_entry: 'body matches "^[0-9]{4}-"', source_identifier: 'attributes["log.file.path"]'}]""",
            (InputKind.Plain, _) => "[]",
            (_, Work.FilterJson) => "[{type: container}, {type: json_parser}, {type: filter, expr: 'attributes.level == \"debug\"'}]",
            _ => "[{type: container}]",
        };
        var exporter = (work.Work, topic) switch
        {
            (_, not null) => $"kafka: {{brokers: ['{topic.Servers}'], logs: {{topic: {topic.Name}, encoding: raw}}, producer: {{compression: none, required_acks: -1}}, sending_queue: {{block_on_overflow: true}}}}",
            (Work.FilterJson, _) => $"file: {{path: {Path.Combine(directory, "out.json")}}}",
            _ => "nop:",
        };
        File.WriteAllText(config, $$"""
            receivers:
              file_log:
                include: [{{work.Input.Path}}]
                start_at: beginning
                include_file_path: true
                operators: {{operators}}
            exporters:
              {{exporter}}
            service:
              telemetry: {{metrics.Telemetry}}
              pipelines:
                logs: {receivers: [file_log], exporters: [{{exporter.Split(':')[0]}}]}

            """);
        var expected = work.Work switch
        {
            Work.FilterJson => work.Input.NotDebug,

            // It holds the last one for 5 s, in case there were more lines.
            Work.JoinTraces => work.Input.Records - 1,
            _ => work.Input.Records,
        };
        if (topic is not null)
        {
            return new([program, "--config", config], _ => topic.Count(), expected) { Finished = (_, stop) => topic.HasAsync(expected, stop), EndingIsWork = false };
        }

        var accepted = 0L;
        return new([program, "--config", config], _ => accepted, expected)
        {
            Finished = async (pid, stop) => accepted = await AcceptedAsync(pid, metrics, work.Input.Bytes, expected, stop),
            EndingIsWork = false,
        };
    }

    private static async Task<long> AcceptedAsync(int pid, CollectorMetrics metrics, long bytes, long expected, CancellationToken stop)
    {
        await ProcessFacts.HasReadAsync(pid, bytes, stop);
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, stop))
        {
            var accepted = await metrics.AcceptedAsync(stop);
            if (accepted >= expected)
            {
                return accepted;
            }
        }
    }
}
