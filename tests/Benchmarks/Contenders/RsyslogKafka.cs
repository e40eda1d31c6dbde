using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// rsyslog's imfile and omkafka. It knows neither the container runtimes' prefix nor their parts, so it passes lines on as they are: less work than
/// the others have. The time counts until the broker has the last line.
/// </summary>
internal sealed class RsyslogKafka(string program) : IContender
{
    public const string Title = "rsyslog omkafka";

    public string Name => Title;

    public string About { get; } = $"{Tool.FirstLine(program, "-v").Replace(" compiled with:", "", StringComparison.Ordinal)}; imfile, rule set without a queue, omkafka with acks=all and without compression, lines as they are";

    public bool Does(BenchmarkCase work) => work.Work == Work.ProduceToKafka && IsInstalled;

    private static bool IsInstalled => Directory.EnumerateFiles("/usr/lib", "omkafka.so", new EnumerationOptions { RecurseSubdirectories = true }).Any();

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var config = Path.Combine(directory, "rsyslog.conf");
        File.WriteAllText(config, $$"""
            global(workDirectory="{{directory}}")
            module(load="imfile")
            module(load="omkafka")
            template(name="line" type="string" string="%msg%")
            ruleset(name="kafka" queue.type="Direct") {
              action(type="omkafka" broker="{{topic!.Servers}}" topic="{{topic.Name}}" template="line" confParam=["compression.codec=none", "acks=all"])
            }
            input(type="imfile" file="{{work.Input.Path}}" tag="bench" ruleset="kafka")

            """);
        return new([program, "-n", "-f", config, "-i", Path.Combine(directory, "pid")], _ => topic.Count(), work.Input.Lines)
        {
            Finished = (_, stop) => topic.HasAsync(work.Input.Lines, stop),
            EndingIsWork = false,
        };
    }
}
