using System.Collections.Concurrent;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.File;
using LogOperator.TestKit;
using LogOperator.TestKit.Parts;
using IoFile = System.IO.File;

namespace LogOperator.Pipeline.Tests.Sinks.File;

public sealed class FileSinkTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(FileDurability.Write)]
    [InlineData(FileDurability.Fsync)]
    public async Task Lines_are_appended_and_directories_made(FileDurability durability)
    {
        var path = directory.File("a/b/out.ndjson");
        await using (var sink = Build(path, durability: durability))
        {
            await DeliverAsync(sink, "one", "two");
            await DeliverAsync(sink, "three");
        }

        await using (var sink = Build(path))
        {
            await DeliverAsync(sink, "four");
        }

        Assert.Equal(["one", "two", "three", "four"], Read(path));
    }

    [Fact]
    public async Task A_line_torn_by_a_crash_is_ended_first()
    {
        var path = directory.File("out.ndjson");
        await IoFile.WriteAllTextAsync(path, "{\"body\":\"whole\"}\n{\"body\":\"to");
        await using var sink = Build(path);
        await DeliverAsync(sink, "next");
        var lines = (await IoFile.ReadAllTextAsync(path)).Split('\n');
        Assert.Equal(("{\"body\":\"to", "next", ""), (lines[1], SinkTest.Body(lines[2]), lines[3]));
    }

    [Fact]
    public async Task A_file_that_was_moved_away_or_deleted_is_made_anew()
    {
        var path = directory.File("out.ndjson");
        await using var sink = Build(path);
        await DeliverAsync(sink, "one");
        IoFile.Move(path, path + ".1");
        await DeliverAsync(sink, "two");
        IoFile.Delete(path);
        await DeliverAsync(sink, "three");
        Assert.Equal(["one"], Read(path + ".1"));
        Assert.Equal(["three"], Read(path));
    }

    [Fact]
    public async Task A_file_that_was_cut_is_gone_on_with_from_its_end()
    {
        var path = directory.File("out.ndjson");
        await using var sink = Build(path);
        await DeliverAsync(sink, "one", "two");
        IoFile.WriteAllText(path, "");
        await DeliverAsync(sink, "three");
        Assert.Equal(["three"], Read(path));
    }

    [Fact]
    public async Task In_a_cluster_each_store_has_its_own_directory()
    {
        await using (var sink = Build("logs/out.ndjson", directory.Path))
        {
            await DeliverAsync(sink, "one");
        }

        await using (var sink = Build("out.ndjson", directory.Path, @namespace: ""))
        {
            await DeliverAsync(sink, "two");
        }

        Assert.Equal(["one"], Read(directory.File("shop/store/logs/out.ndjson")));
        Assert.Equal(["two"], Read(directory.File("_cluster/store/out.ndjson")));
    }

    [Theory]
    [InlineData("/etc/out.ndjson")]
    [InlineData("../out.ndjson")]
    [InlineData("a/../../out.ndjson")]
    [InlineData(".")]
    public async Task A_path_out_of_the_stores_directory_is_refused(string path)
    {
        await using var sink = Build(path, directory.Path);
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(sink, "x")).Outcome);
    }

    [Theory]
    [InlineData("shop/store/out.ndjson")]
    [InlineData("shop/store")]
    [InlineData("shop")]
    public async Task A_symbolic_link_is_never_followed_out_of_the_stores_directory(string link)
    {
        var elsewhere = Directory.CreateDirectory(directory.File("elsewhere")).FullName;
        var root = directory.File("root");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, link))!);
        IoFile.CreateSymbolicLink(Path.Combine(root, link), link.EndsWith("ndjson", StringComparison.Ordinal) ? Path.Combine(elsewhere, "out") : elsewhere);
        await using var sink = Build("out.ndjson", root);
        var result = await SinkTest.SendAsync(sink, "x");
        Assert.Equal(SendOutcome.Misconfigured, result.Outcome);
        Assert.Contains("symbolic link", result.Detail, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Fact]
    public async Task Something_that_is_no_file_is_refused_at_once()
    {
        var fifo = directory.File("fifo");
        await Command.OutputAsync("mkfifo", [fifo]);
        await using var pipe = Build(fifo);
        var result = await SinkTest.SendAsync(pipe, "x");
        Assert.Equal((SendOutcome.Misconfigured, $"{fifo} is not a regular file"), (result.Outcome, result.Detail));

        await using var folder = Build(directory.Path);
        Assert.Equal(SendOutcome.Misconfigured, (await SinkTest.SendAsync(folder, "x")).Outcome);
    }

    [Fact]
    public async Task A_full_disk_tears_nothing_doubles_nothing_and_is_told()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small file system needs root");
        await Command.OutputAsync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory.Path]);
        try
        {
            var path = directory.File("out.ndjson");
            await using var sink = Build(path);
            await DeliverAsync(sink, "before");
            var length = new FileInfo(path).Length;

            var result = await SinkTest.SendAsync(sink, [.. Enumerable.Range(0, 30).Select(i => $"{i}" + new string('x', 4000))]);
            Assert.Equal(SendOutcome.Retry, result.Outcome);
            Assert.StartsWith($"cannot write {path}: No space left on device", result.Detail, StringComparison.Ordinal);
            Assert.Equal(length, new FileInfo(path).Length);

            await DeliverAsync(sink, "after");
            Assert.Equal(["before", "after"], Read(path));
        }
        finally
        {
            await Command.OutputAsync("umount", ["--lazy", directory.Path]);
        }
    }

    [Fact]
    public async Task Several_pipelines_of_one_store_leave_whole_lines_and_no_empty_ones()
    {
        var path = directory.File("out.ndjson");
        var line = new string('x', 200_000);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            await using var sink = Build(path);
            for (var n = 0; n < 100; n++)
            {
                await DeliverAsync(sink, $"{i} {n} {line}");
            }
        })));
        var lines = (await IoFile.ReadAllTextAsync(path)).Split('\n');
        Assert.Equal("", lines[^1]);
        Assert.DoesNotContain("", lines[..^1]);
        Assert.Equal(400, lines[..^1].Select(SinkTest.Body).Distinct().Count());
    }

    [Fact]
    public async Task On_a_full_disk_nothing_is_taken_back_that_another_pipeline_has_delivered()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting a small file system needs root");
        await Command.OutputAsync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", directory.Path]);
        try
        {
            var path = directory.File("out.ndjson");
            await using var large = Build(path);
            using var enough = new CancellationTokenSource();
            var tooLarge = Task.Run(async () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    Assert.Equal(SendOutcome.Retry, (await SinkTest.SendAsync(large, new string('x', 2_000_000))).Outcome);
                }
            });
            var delivered = new ConcurrentBag<string>();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
            {
                await using var small = Build(path);
                for (var n = 0; n < 1000; n++)
                {
                    if ((await SinkTest.SendAsync(small, $"{i} {n}")).Outcome == SendOutcome.Delivered)
                    {
                        delivered.Add($"{i} {n}");
                    }
                }
            })));
            await enough.CancelAsync();
            await tooLarge;
            Assert.NotEmpty(delivered);
            Assert.Equal(delivered.Order(), Read(path).Order());
        }
        finally
        {
            await Command.OutputAsync("umount", ["--lazy", directory.Path]);
        }
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_tried_again()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "mounting needs root");
        await Command.OutputAsync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", directory.Path]);
        try
        {
            await using var sink = Build(directory.File("out.ndjson"));
            var result = await SinkTest.SendAsync(sink, "x");
            Assert.Equal(SendOutcome.Retry, result.Outcome);
            Assert.Contains("Read-only file system", result.Detail, StringComparison.Ordinal);
            await Command.OutputAsync("mount", ["-o", "remount,rw", directory.Path]);
            await DeliverAsync(sink, "y");
        }
        finally
        {
            await Command.OutputAsync("umount", ["--lazy", directory.Path]);
        }
    }

    private static ISink Build(string path, string? root = null, string @namespace = "shop", FileDurability? durability = null) =>
        SinkTest.Build(new SinkSpec { File = new FileSinkSpec { Path = path, Durability = durability } }, fileRoot: root, @namespace: @namespace);

    private static async Task DeliverAsync(ISink sink, params string[] lines)
    {
        var result = await SinkTest.SendAsync(sink, lines);
        Assert.Equal((SendOutcome.Delivered, null), (result.Outcome, result.Detail));
    }

    private static string[] Read(string path) => SinkTest.Bodies(IoFile.ReadAllText(path));
}
