using LogOperator.TestKit;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A node whose time of day is set back while a host runs, as a first answer of a time server does.</summary>
public sealed class SetBackClockTests : IAsyncLifetime
{
    // What waits for the clock would wait for hours.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);
    private readonly HostFixture node = new() { Time = new ShiftedTimeProvider(10) };

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => node.DisposeAsync();

    [Fact]
    public async Task What_is_written_is_read()
    {
        using var log = new PodLog(node.Root);
        await DeliverAsync(log, "one");
        node.Time.Shift(-TimeSpan.FromHours(10));
        log.Write("two");
        await Eventually.Equals(() => node.Bodies().Count, 2, "records behind the change", Soon);
    }

    [Fact]
    public async Task Rotated_file_is_followed_by_its_successor()
    {
        using var log = new PodLog(node.Root);
        await DeliverAsync(log, "one");
        node.Time.Shift(-TimeSpan.FromHours(10));
        log.Rotate();
        log.Write("two");
        await Eventually.Equals(() => node.Bodies().Count, 2, "records behind the change", Soon);
    }

    [Fact]
    public async Task Part_of_a_line_is_not_held_for_longer()
    {
        using var log = new PodLog(node.Root);
        log.Write("stdout", 'P', "part");
        await DeliverAsync(log, "one", stream: "stderr");
        node.Time.Shift(-TimeSpan.FromHours(10));
        log.Write("stderr", 'F', "two");
        await Eventually.Equals(() => node.Bodies().Count, 3, "records behind the change", Soon);
    }

    private async Task DeliverAsync(PodLog log, string line, string stream = "stdout")
    {
        log.Write(stream, 'F', line);
        await node.StartAsync(HostFixture.Config([node.FileStore()]));
        await Eventually.Equals(() => node.Bodies().Count, 1, "records before the change");
    }
}
