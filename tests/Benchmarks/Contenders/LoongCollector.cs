using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// LoongCollector's file input. It is done when the kernel has seen it read the whole file and then rest. How many records it handled it does not tell from outside, but for
/// those that reach Kafka.
/// </summary>
internal sealed class LoongCollector(string program) : IContender
{
    public const string Title = "LoongCollector";

    public string Name => Title;

    public bool IsUntried => true;

    public string About { get; } = $"{Tool.VersionOf(program)}; input_file, native processors, lines as they are where the case has container logs, blackhole, file or native kafka flusher; {Untried.Note}";

    // Container logs it takes from a container runtime only, but to Kafka lines may go as they are, like rsyslog's.
    public bool Does(BenchmarkCase work) => work.Input.Kind == InputKind.Plain || work.Work is Work.ProduceToKafka;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var pipelines = Directory.CreateDirectory(Path.Combine(directory, "conf", "continuous_pipeline_config", "local")).FullName;
        var instance = Directory.CreateDirectory(Path.Combine(directory, "conf", "instance_config", "local")).FullName;
        File.WriteAllText(Path.Combine(instance, "loongcollector_config.json"), LoongCollectorConfig.Instance);
        File.WriteAllText(Path.Combine(pipelines, "bench.yaml"), LoongCollectorConfig.Of(work, directory, topic?.Address));
        string[] command = ["env", .. new[] { "conf", "logs", "data", "run" }.Select(d => $"LOONG_{d.ToUpperInvariant()}_DIR={Path.Combine(directory, d)}"), program];
        if (topic is not null)
        {
            return new(command, _ => topic.Count(), work.Input.Lines) { Finished = (_, stop) => topic.HasAsync(work.Input.Lines, stop), EndingIsWork = false };
        }

        return new(command, _ => Measurement.NotTold, work.Input.Records)
        {
            Finished = async (pid, stop) =>
            {
                await ProcessFacts.HasReadAsync(pid, work.Input.Bytes, stop);
                await ProcessFacts.IsIdleAsync(pid, stop);
            },
            EndingIsWork = false,
        };
    }
}
