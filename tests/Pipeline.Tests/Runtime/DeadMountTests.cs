using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Tests.Sources.Files;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A mount that does not answer any more, through the whole data plane: it holds up its own files and nothing else.</summary>
[Trait("Category", "Integration")]
public sealed class DeadMountTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly HostFixture node = new();
    private readonly FaultyFiles files = new();
    private readonly ManualResetEventSlim reached = new();
    private readonly ManualResetEventSlim answer = new();
    private bool areReadersHung;

    public ValueTask InitializeAsync()
    {
        Write("local/app.log", "one");
        Write("nfs/hung.log", "hung");
        node.RemoteMounts = [PathOf("nfs")];
        node.Opener = files.Open;
        files.BeforeReading("hung.log", () =>
        {
            if (!areReadersHung || Thread.CurrentThread.Name?.StartsWith("reader", StringComparison.Ordinal) == true)
            {
                reached.Set();
                answer.Wait();
            }
        });
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        answer.Set();
        await node.DisposeAsync();
        reached.Dispose();
        answer.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Everything_goes_on_but_the_files_of_a_mount_that_does_not_answer(bool hangsInReaders)
    {
        areReadersHung = hangsInReaders;
        var host = await node.StartAsync(Config());
        await Eventually.Holds(() => reached.IsSet, "something hangs");
        await Eventually.Equals(() => node.Bodies().Count, 1, "records");
        Write("local/app.log", "two");
        Write("local/new.log", "three");
        await Eventually.Equals(() => node.Bodies().Count, 3, "records written while it hangs");
        Assert.NotEmpty((await WithinAsync(() => host.Report(int.MaxValue))).Pipelines);
        await WithinAsync(() => host.ApplyAsync(Config(2)).GetAwaiter().GetResult());
        Write("local/app.log", "four");
        await Eventually.Equals(() => node.Bodies().Count, 4, "records after a change");
        await WithinAsync(() => host.ApplyAsync(new AgentConfig { FormatVersion = 1, Pipelines = [], Stores = [] }).GetAwaiter().GetResult());
        await WithinAsync(() => host.ApplyAsync(Config(3)).GetAwaiter().GetResult());
        Write("local/app.log", "five");
        await Eventually.Equals(() => node.Bodies().Count, 5, "records after the pipeline came back");
        await Eventually.Equals(() => host.Report().StalledStreams, 1, "what does not answer");
        await node.StopAsync().WaitAsync(2 * Soon, TimeProvider.System);
        Assert.Equal(["five", "four", "one", "three", "two"], node.Bodies().Order(StringComparer.Ordinal));

        answer.Set();
        await node.StartAsync(Config(3));
        await Eventually.Equals(() => node.Bodies().Count, 6, "records when it answers again");
        Assert.Equal(1, node.Bodies().Count(b => b == "hung"));
    }

    [Fact]
    public async Task Mount_that_really_does_not_answer_holds_up_nothing_else()
    {
        Directory.CreateDirectory(PathOf("dead"));
        var mount = await DeadMount.TryMountAsync(PathOf("dead"));
        Assert.SkipWhen(mount is null, "needs the right to mount");
        await using (mount)
        {
            File.Delete(PathOf("nfs/hung.log"));
            node.RemoteMounts = null;
            var host = await node.StartAsync(Config(2));
            await Eventually.Equals(() => node.Bodies().Count, 1, "records");
            Write("local/app.log", "two");
            Write("local/new.log", "three");
            await Eventually.Equals(() => node.Bodies().Count, 3, "records written beside it");
            await WithinAsync(() => host.ApplyAsync(Config(3)).GetAwaiter().GetResult());
            Write("local/app.log", "four");
            await Eventually.Equals(() => node.Bodies().Count, 4, "records after a change");
            await node.StopAsync().WaitAsync(2 * Soon, TimeProvider.System);
        }
    }

    private static Task<T> WithinAsync<T>(Func<T> action) => Task.Run(action).WaitAsync(Soon, TimeProvider.System);

    private string PathOf(string name) => Path.Combine(node.Root, name);

    private void Write(string name, string line)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.AppendAllText(PathOf(name), line + "\n");
    }

    private AgentConfig Config(long generation = 1) =>
        HostFixture.Config([node.FileStore()], source: HostFixture.NodeFiles($"/{(generation == 2 ? "**" : "*")}/*.log"), generation: generation);
}
