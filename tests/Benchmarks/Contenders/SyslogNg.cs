using System.Globalization;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>
/// syslog-ng's file source with a log path that leads nowhere. It is stopped when the kernel has seen it read the whole file and then rest; what it handled stands in its own statistics,
/// which are asked for before. It runs from where its packages were unpacked, since Debian does not install it beside rsyslog.
/// </summary>
/// <param name="root">Directory in which the packages were unpacked.</param>
internal sealed class SyslogNg(string root) : IContender
{
    private readonly string libraries = string.Join(':', [Path.Combine(root, "usr/lib/syslog-ng"), .. Directory.GetDirectories(Path.Combine(root, "usr/lib"), "*-linux-gnu")]);
    private readonly string modules = Directory.GetDirectories(Path.Combine(root, "usr/lib/syslog-ng")).Single(d => char.IsAsciiDigit(Path.GetFileName(d)[0]));

    public string Name => "syslog-ng";

    public string About => $"{Path.GetFileName(modules)}; file source, lines not parsed, discard, default settings else";

    // Like rsyslog it has no parser of the container runtimes' format that joins their parts.
    public bool Does(BenchmarkCase work) => work is { Work: Work.Deliver, Input.Kind: InputKind.Plain };

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic)
    {
        var config = Path.Combine(directory, "syslog-ng.conf");
        var control = Path.Combine(directory, "control");
        File.WriteAllText(config, $$"""
            @version: {{Path.GetFileName(modules)}}
            options { stats-freq(0); };
            source bench { file("{{work.Input.Path}}" flags(no-parse) read-old-records(yes)); };
            log { source(bench); };

            """);
        var handled = 0L;
        string[] command =
        [
            "env", $"LD_LIBRARY_PATH={libraries}", Path.Combine(root, "usr/sbin/syslog-ng"), "--foreground", "--no-caps", $"--module-path={modules}", $"--cfgfile={config}",
            $"--persist-file={Path.Combine(directory, "persist")}", $"--pidfile={Path.Combine(directory, "pid")}", $"--control={control}",
        ];
        return new(command, _ => handled, work.Input.Lines)
        {
            Finished = async (pid, stop) =>
            {
                await ProcessFacts.HasReadAsync(pid, work.Input.Bytes, stop);
                await ProcessFacts.IsIdleAsync(pid, stop);
                handled = Handled(Tool.Output("env", [$"LD_LIBRARY_PATH={libraries}", Path.Combine(root, "usr/sbin/syslog-ng-ctl"), "stats", $"--control={control}"]));
            },
            EndingIsWork = false,
        };
    }

    // source;bench;;a;processed;<number>
    private static long Handled(string statistics) => statistics.Split('\n')
        .Where(line => line.StartsWith("source;bench;", StringComparison.Ordinal) && line.Contains(";processed;", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.AsSpan(line.LastIndexOf(';') + 1), CultureInfo.InvariantCulture));
}
