using System.Globalization;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>librdkafka's own benchmark: as many messages of a line's size as there are lines, made up and not read.</summary>
internal sealed class RdkafkaPerformance(string program) : IContender
{
    public const string Title = "rdkafka_performance";

    public string Name => Title;

    public bool IsUntried => true;

    public string About => $"librdkafka's own benchmark, messages of {InputFile.LineLength} bytes that it makes up, acks=-1, no compression; {Untried.Note}";

    public bool Does(BenchmarkCase work) => work.Work == Work.ProduceToKafka;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic) => new(
        [
            program, "-P", "-b", topic!.Servers, "-t", topic.Name, "-s", InputFile.LineLength.ToString(CultureInfo.InvariantCulture),
            "-c", work.Input.Lines.ToString(CultureInfo.InvariantCulture), "-a", "-1", "-z", "none",
        ],
        _ => topic.Count(),
        work.Input.Lines);
}
