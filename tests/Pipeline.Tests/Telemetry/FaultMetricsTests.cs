using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Reports;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Tests.Runtime;
using LogOperator.Pipeline.Tests.Sources.Files;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Telemetry;

/// <summary>What goes wrong with files is seen by whoever scrapes the agent.</summary>
public sealed class FaultMetricsTests
{
    private const int InputOutput = 5;
    private const int NoAccess = 13;

    [Fact]
    public void Each_count_of_each_follower_and_of_the_disk_buffer_is_a_metric_of_its_own()
    {
        var (one, other, buffer) = (new FileCounters(), new FileCounters(), new BufferCounters());
        Repeat(1, one.OpenFailed);
        Repeat(1, other.OpenFailed);
        Repeat(3, one.ReadFailed);
        Repeat(4, other.Truncated);
        one.HoleSkipped(5);
        Repeat(6, other.ArchiveBroken);
        Repeat(7, one.Released);
        Repeat(8, other.Overflowed);
        buffer.Corrupt(100, 9);
        Repeat(10, buffer.SyncFailed);
        Repeat(11, buffer.Failed);

        var samples = Exposition.Of(new HostReport { Pipelines = [], Faults = FaultReports.Of([one, other], buffer) });

        Assert.Equal(
            new Dictionary<string, double>
            {
                ["logagent_open_failures_total"] = 2,
                ["logagent_read_failures_total"] = 3,
                ["logagent_truncated_files_total"] = 4,
                ["logagent_hole_bytes_total"] = 5,
                ["logagent_broken_archives_total"] = 6,
                ["logagent_released_files_total"] = 7,
                ["logagent_watch_overflows_total"] = 8,
                ["logagent_buffer_corrupt_entries_total"] = 9,
                ["logagent_buffer_sync_failures_total"] = 10,
                ["logagent_buffer_failures_total"] = 11,
            },
            samples);
    }

    [Fact]
    public void Without_a_disk_buffer_nothing_is_said_of_one() =>
        Assert.DoesNotContain(Exposition.Of(new HostReport { Pipelines = [], Faults = FaultReports.Of([new FileCounters()], null) }).Keys, k => k.Contains("buffer", StringComparison.Ordinal));

    [Fact]
    [Trait("Category", "Integration")]
    public async Task What_goes_wrong_with_a_log_file_is_counted_while_the_host_runs()
    {
        var files = new FaultyFiles();
        await using var node = new HostFixture { Opener = files.Open };
        var directory = Directory.CreateDirectory(Path.Combine(node.Root, "logs")).FullName;
        string PathOf(string name) => Path.Combine(directory, name);
        var config = HostFixture.Config([node.FileStore()], source: HostFixture.NodeFiles("/logs/*.log*"));
        await File.WriteAllTextAsync(PathOf("cut.log"), "one\ntwo\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("bad.log"), "good\n", TestContext.Current.CancellationToken);
        var host = await node.StartAsync(config);
        await Eventually.Equals(() => node.Bodies().Count, 3, "records");
        Assert.All(Faults(host), f => Assert.Equal(0, f.Value));

        files.FailToOpen("sealed.log", NoAccess);
        files.FailToRead("bad.log", InputOutput);
        await File.WriteAllTextAsync(PathOf("cut.log"), "x\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("sealed.log"), "sealed\n", TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(PathOf("bad.log"), "bad\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(PathOf("hole.log"), new string('\0', 1 << 20) + "after\n", TestContext.Current.CancellationToken);

        foreach (var metric in (string[])["open_failures", "read_failures", "truncated_files", "hole_bytes"])
        {
            await Eventually.Holds(() => Faults(host)[$"logagent_{metric}_total"] > 0, metric);
        }

        files.FailToOpen("sealed.log", 0);
        files.FailToRead("bad.log", 0);
        await Eventually.Holds(() => node.Bodies().Intersect(["x", "sealed", "bad"]).Count() == 3, "what could not be read before");
    }

    private static Dictionary<string, double> Faults(PipelineHost host)
    {
        var names = new[] { "open_failures", "read_failures", "truncated_files", "hole_bytes", "broken_archives", "released_files", "watch_overflows" };
        var samples = Exposition.Of(host.Report());
        return names.Select(n => $"logagent_{n}_total").ToDictionary(n => n, n => samples[n]);
    }

    private static void Repeat(int times, Action action)
    {
        for (var i = 0; i < times; i++)
        {
            action();
        }
    }
}
