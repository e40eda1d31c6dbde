using LogOperator.Benchmarks.Contenders;
using LogOperator.Benchmarks.Inputs;

namespace LogOperator.Benchmarks;

/// <summary>One thing that is measured.</summary>
/// <param name="Name">A short name.</param>
/// <param name="Title">What it is.</param>
/// <param name="Input">The file that is read.</param>
/// <param name="Work">What happens to its records.</param>
/// <param name="Targets">What we want to reach.</param>
internal sealed record BenchmarkCase(string Name, string Title, InputFile Input, Work Work, IReadOnlyList<Target> Targets)
{
    private static readonly Target ThanReading = new(WordCount.Title, 4);

    /// <summary>Input that we want to get through on one processor, in MB a second; 0 for none.</summary>
    public double TargetRate { get; init; }

    /// <summary>The name of the cases whose inputs differ in their length only, of which the difference is what counts: what a program takes when it has started.</summary>
    public const string Slope = "slope";

    /// <summary>For <see cref="Work.ParsePattern"/>: the pattern, with a group named time.</summary>
    public string? Pattern { get; init; }

    /// <summary>All of them; input files that are not in the cache are written.</summary>
    public static IEnumerable<BenchmarkCase> All(string cache, long size)
    {
        yield return new("start", "Start and end: a single container log line to a store that keeps nothing", InputFile.Get(InputKind.Cri, cache, 1), Work.Deliver, []);
        yield return new(
            "cri",
            "Container log lines, parsed and joined, to a store that keeps nothing",
            InputFile.Get(InputKind.Cri, cache, size),
            Work.Deliver,
            [ThanReading, new(LoongCollector.Title, 1 / 1.5), new(FluentBit.Title, 1 / 28.0), new(OtelCollector.Title, 1 / 50.0)]);
        yield return new("plain", "Plain lines to a store that keeps nothing", InputFile.Get(InputKind.Plain, cache, size), Work.Deliver, [ThanReading, new(LoongCollector.Title, 1 / 1.3)]);
        foreach (var (title, bytes) in new[] { ("Container log lines, once", size), ("Container log lines, four times as many", 4 * size) })
        {
            yield return new(Slope, title, InputFile.Get(InputKind.Cri, cache, bytes), Work.Deliver, []);
        }

        yield return new(
            "java",
            "Stack traces of Java in container logs, six lines each, joined to records, to a store that keeps nothing",
            InputFile.Get(InputKind.Java, cache, size),
            Work.JoinTraces,
            [])
        { TargetRate = 600 };
        yield return new(
            "json",
            "Container log lines, parsed as JSON, a tenth filtered out, the rest written to a file as JSON",
            InputFile.Get(InputKind.CriJson, cache, size),
            Work.FilterJson,
            [new(FluentBit.Title, 1 / 5.0), new(OtelCollector.Title, 1 / 20.0)]);
        foreach (var (engine, pattern) in AccessPatterns.ByEngine)
        {
            yield return new(
                engine == "delimiter" ? "regex" : $"regex-{engine}",
                $"Access lines taken apart by a regular expression into 10 groups, the time read ({engine} engine)",
                InputFile.Get(InputKind.Plain, cache, size),
                Work.ParsePattern,
                engine == "delimiter" ? [new(FluentBit.Title, 1 / 4.0), new(LoongCollector.Title, 1 / 4.0)] : [])
            { Pattern = pattern, TargetRate = engine switch { "delimiter" => 450, "one-pass" => 200, _ => 0 } };
        }

        yield return new(
            "kafka",
            "Container log lines, parsed and joined, each a message in a topic of a real Kafka on the same machine",
            InputFile.Get(InputKind.Cri, cache, size),
            Work.ProduceToKafka,
            [new(OtelCollector.Title, 1 / 3.0), new(RsyslogKafka.Title, 0.5, OfProcessor: true), new(Kcat.Title, 1) { IsAim = true }, new(RdkafkaPerformance.Title, 1) { IsAim = true }]);
    }
}
