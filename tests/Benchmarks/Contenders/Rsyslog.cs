using System.Globalization;
using System.Text.RegularExpressions;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// rsyslog's imfile with a rule set that discards. The rule set has no queue, so that a line is done before the next one is read: rsyslog is stopped when
/// the kernel has seen it read the whole file and then rest, and the time counts until it has ended. Where it got to stands in the state file that it leaves.
/// </summary>
internal sealed partial class Rsyslog(string program) : IContender
{
    public string Name => "rsyslog";

    public string About { get; } = $"{Tool.FirstLine(program, "-v").Replace(" compiled with:", "", StringComparison.Ordinal)}; imfile, rule set without a queue, discard";

    // It has no parser of the container runtimes' format and cannot join their parts.
    public bool Does(BenchmarkCase work) => work is { Work: Work.Deliver, Input.Kind: InputKind.Plain };

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var config = Path.Combine(directory, "rsyslog.conf");
        File.WriteAllText(config, $$"""
            global(workDirectory="{{directory}}")
            module(load="imfile")
            ruleset(name="discard" queue.type="Direct") { stop }
            # It does not start without an action; this one gets nothing.
            action(type="omfile" file="/dev/null")
            input(type="imfile" file="{{work.Input.Path}}" tag="bench" ruleset="discard")

            """);
        string[] command = [program, "-n", "-f", config, "-i", Path.Combine(directory, "pid")];
        return new(command, _ => Offset(directory) / InputFile.LineLength, work.Input.Lines)
        {
            Finished = async (pid, stop) =>
            {
                await ProcessFacts.HasReadAsync(pid, work.Input.Bytes, stop);
                await ProcessFacts.IsIdleAsync(pid, stop);
            },
        };
    }

    private static long Offset(string directory) =>
        Directory.EnumerateFiles(directory, "imfile-state:*")
            .Select(file => CurrentOffset().Match(File.ReadAllText(file)))
            .Where(match => match.Success)
            .Select(match => long.Parse(match.Groups["offset"].Value, CultureInfo.InvariantCulture))
            .FirstOrDefault();

    [GeneratedRegex("\"curr_offs\":\\s*(?<offset>[0-9]+)", RegexOptions.ExplicitCapture)]
    private static partial Regex CurrentOffset();
}
