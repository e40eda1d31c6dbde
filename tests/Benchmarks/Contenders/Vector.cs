using LogOperator.Benchmarks.Load;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;
using LogOperator.TestKit.Network;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>Vector's file source. It has done the work when its own metrics say that its sink has sent every record; they are asked for only after the kernel has seen it read the whole file.</summary>
internal sealed class Vector(string program) : IContender
{
    public const string Title = "Vector";

    public string Name => Title;

    public bool IsUntried => true;

    public string About { get; } = $"{Tool.VersionOf(program)}; file source, remap and reduce where the case has container logs, blackhole, file or kafka sink, else default settings; {Untried.Note}";

    public bool Does(BenchmarkCase work) => work.Name != BenchmarkCase.Slope && work.Work != Work.JoinTraces;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var port = FreePort.Take(1)[0];
        var config = Path.Combine(directory, "vector.yaml");
        File.WriteAllText(config, VectorConfig.Of(work, directory, port, topic?.Address));
        var expected = work.Work == Work.FilterJson ? work.Input.NotDebug : work.Input.Records;
        string[] command = [program, "--quiet", "--config", config];
        if (topic is not null)
        {
            return new(command, _ => topic.Count(), expected) { Finished = (_, stop) => topic.HasAsync(expected, stop), EndingIsWork = false };
        }

        var sent = 0L;
        return new(command, _ => sent, expected)
        {
            Finished = async (pid, stop) =>
            {
                await ProcessFacts.HasReadAsync(pid, work.Input.Bytes, stop);
                sent = await Polling.UntilAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Sent, expected, stop);
            },
            EndingIsWork = false,
        };
    }

    /// <summary>Records that the sink named output has sent.</summary>
    public static long Sent(string metrics) =>
        PrometheusCounter.Sum(string.Join('\n', metrics.Split('\n').Where(line => line.Contains("component_id=\"output\"", StringComparison.Ordinal))), "vector_component_sent_events_total");
}
