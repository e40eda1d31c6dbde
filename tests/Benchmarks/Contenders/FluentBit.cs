using System.Text.Json;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;
using LogOperator.TestKit.Network;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// Fluent Bit's tail input. It has done the work when its own metrics say that its output has processed every record; they are asked for only after the
/// kernel has seen it read the whole file.
/// </summary>
internal sealed class FluentBit(string program) : IContender
{
    public const string Title = "Fluent Bit";

    public string Name => Title;

    public bool IsUntried => true;

    public string About { get; } = $"{Tool.VersionOf(program)}; tail input, multiline parser cri where the case has container logs, null, file or kafka output, else default settings; {Untried.Note}";

    public bool Does(BenchmarkCase work) => work.Name != BenchmarkCase.Slope && work.Work != Work.JoinTraces;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var port = FreePort.Take(1)[0];
        var config = Path.Combine(directory, "fluent-bit.yaml");
        File.WriteAllText(config, FluentBitConfig.Of(work, directory, port, topic?.Address));
        var expected = work.Work == Work.FilterJson ? work.Input.NotDebug : work.Input.Records;
        string[] command = [program, "--config", config];
        if (topic is not null)
        {
            return new(command, _ => topic.Count(), expected) { Finished = (_, stop) => topic.HasAsync(expected, stop), EndingIsWork = false };
        }

        var processed = 0L;
        return new(command, _ => processed, expected)
        {
            Finished = async (pid, stop) =>
            {
                await ProcessFacts.HasReadAsync(pid, work.Input.Bytes, stop);
                processed = await Polling.UntilAsync(new Uri($"http://127.0.0.1:{port}/api/v1/metrics"), Processed, expected, stop);
            },
            EndingIsWork = false,
        };
    }

    /// <summary>Records that its outputs have processed.</summary>
    public static long Processed(string metrics)
    {
        using var document = JsonDocument.Parse(metrics);
        return document.RootElement.TryGetProperty("output", out var outputs) ? outputs.EnumerateObject().Sum(output => output.Value.GetProperty("proc_records").GetInt64()) : 0;
    }
}
