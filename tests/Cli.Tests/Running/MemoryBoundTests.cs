using System.Text;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;

namespace LogOperator.Cli.Tests.Running;

/// <summary>The program as it is published, with very many files and a store that is down: its memory stays within what docs/agents.md says.</summary>
[Trait("Category", "Integration")]
public sealed class MemoryBoundTests(ITestOutputHelper output) : IDisposable
{
    private const int Files = 10_000;
    private const int OddFiles = 40;
    private const int Readers = 2;
    private const int Branches = 2;
    private const long MiB = 1 << 20;
    private static readonly TimeSpan Growing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TempDirectory directory = new();
    private readonly byte[] line = Line('F', 400);
    private readonly byte[] longLine = Line('F', (int)MiB);
    private readonly byte[] part = Line('P', 16 * 1024);
    private long written;
    private long arrived;
    private long arrivedBytes;

    private string Out => Path.Combine(directory.Path, "out.ndjson");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Memory_stays_within_its_bound_with_10000_growing_files_long_lines_and_a_dead_store()
    {
        Assert.SkipUnless(LogctlProcess.IsPublished, "bin/logctl is not there: hack/build builds it");
        await using var server = await HttpSinkServer.StartAsync();
        server.DefaultAnswer = HttpSinkAnswer.Unavailable;
        Parallel.For(0, Files, i => Append(i, 24));
        using var process = LogctlProcess.Published(
            directory.Path, ["run", "-f", Manifests(server.Address), "--root", "root", "--state", "state"]);

        await Eventually.Holds(() => Arrived() >= written, "the live store has what was there at the start", Patience);
        output.WriteLine($"after the start: peak {process.Memory("VmHWM") / MiB} MiB, now {process.Memory("VmRSS") / MiB} MiB");
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < Growing)
        {
            Parallel.For(0, Files, i => Append(i, 1));
        }

        await Eventually.Holds(() => Arrived() >= written, "the live store has what was written meanwhile", Patience);
        var peak = process.Memory("VmHWM");
        output.WriteLine($"{written} lines: peak {peak / MiB} MiB, now {process.Memory("VmRSS") / MiB} MiB, anonymous {process.Memory("RssAnon") / MiB} MiB; bound {Bound / MiB} MiB");

        // The dead store was tried, and has far more to get than the buffers hold.
        Assert.NotEmpty(server.Requests);
        Assert.True(written * line.Length > 80 * MiB);
        Assert.InRange(peak, 0, Bound);
    }

    /// <summary>What docs/agents.md promises: the program itself, readers, buffers, joiners, files, and branches of files.</summary>
    private static long Bound =>
        (64 * MiB) + (Readers * MiB / 4) + (64 * MiB) + (16 * MiB) + (Files * 12 * 1024L) + (Files * Branches * 2 * 1024L);

    private static byte[] Line(char tag, int length) => Encoding.ASCII.GetBytes($"2026-01-02T03:04:05.000000006Z stdout {tag} {new string('x', length)}\n");

    /// <summary>Writes to the log of a container; to some also lines of 1 MiB, to others parts of a line that never ends.</summary>
    private void Append(int container, int count)
    {
        var path = directory.File("root", "var", "log", "pods", $"shop_web-{container}_00000000-0000-0000-0000-{container:D12}", "app", "0.log");
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
        for (var i = 0; i < count; i++)
        {
            file.Write(line);
        }

        if (container < OddFiles)
        {
            file.Write(longLine);
            count++;
        }
        else if (container < 2 * OddFiles)
        {
            for (var i = 0; i < count; i++)
            {
                file.Write(part);
            }
        }

        Interlocked.Add(ref written, count);
    }

    private long Arrived()
    {
        if (File.Exists(Out))
        {
            using var file = new FileStream(Out, FileMode.Open, FileAccess.Read, FileShare.ReadWrite) { Position = arrivedBytes };
            var buffer = new byte[MiB];
            while (file.Read(buffer) is > 0 and var read)
            {
                arrivedBytes += read;
                arrived += buffer.AsSpan(0, read).Count((byte)'\n');
            }
        }

        return arrived;
    }

    private string Manifests(Uri dead)
    {
        File.WriteAllText(directory.File("manifests.yaml"), $$"""
            apiVersion: logoperator.io/v1alpha1
            kind: LogPipeline
            metadata: {name: web, namespace: shop}
            spec:
              source: {containerLogs: {} }
              stores: [{name: live}, {name: dead}]
              delivery: {buffer: {memory: 64Mi} }
            ---
            apiVersion: logoperator.io/v1alpha1
            kind: LogStore
            metadata: {name: live, namespace: shop}
            spec: {file: {path: "{{Out}}"} }
            ---
            apiVersion: logoperator.io/v1alpha1
            kind: LogStore
            metadata: {name: dead, namespace: shop}
            spec: {http: {url: "{{dead}}in"} }
            """);
        return directory.File("manifests.yaml");
    }
}
