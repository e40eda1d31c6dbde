using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>kcat, which sends each line of a file by librdkafka and does nothing else: what the client alone costs. Lines go as they are; it ends when the broker has the last one.</summary>
internal sealed class Kcat(string program) : IContender
{
    public const string Title = "librdkafka by kcat";

    public string Name => Title;

    public string About { get; } = $"kcat {Tool.Output(program, ["-V"]).Split('\n').FirstOrDefault(l => l.StartsWith("Version", StringComparison.Ordinal))?.Split(" builtin")[0]}); each line a message, acks=all, no compression";

    public bool Does(BenchmarkCase work) => work.Work == Work.ProduceToKafka;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic) => new(
        [program, "-P", "-b", topic!.Servers, "-t", topic.Name, "-X", "acks=all", "-X", "compression.codec=none", "-l", work.Input.Path], _ => topic.Count(), work.Input.Lines);
}
