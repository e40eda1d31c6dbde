using LogOperator.Kubernetes.Control;
using LogOperator.TestKit;

namespace LogOperator.Kubernetes.Tests.Control;

public sealed class ControllerTests
{
    [Fact]
    public async Task Key_that_fails_comes_back_later_and_stops_nobody_else()
    {
        var time = new ManualTimeProvider();
        using var queue = new WorkQueue<string>("test", new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 0), time);
        using var stop = new CancellationTokenSource();
        var log = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var controller = new Controller<string>("test", queue, (key, _) =>
        {
            log.Enqueue(key);
            return key switch
            {
                "throws" => throw new InvalidOperationException("broken"),
                "retries" => ValueTask.FromResult(ReconcileResult.Retry("not yet")),
                "later" => ValueTask.FromResult(ReconcileResult.After(TimeSpan.FromSeconds(10))),
                _ => ValueTask.FromResult(ReconcileResult.Done),
            };
        });
        var run = controller.RunAsync(stop.Token);
        foreach (var key in new[] { "throws", "retries", "later", "fine" })
        {
            queue.Add(key);
        }

        await Eventually.TrueAsync(() => log.Contains("fine"), "every key is worked on");
        Assert.Equal(["throws", "retries", "later", "fine"], log);
        time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.TrueAsync(() => log.Count == 6, "the failures come back");
        Assert.Equal(["retries", "throws"], log.Skip(4).Order());
        await Eventually.TrueAsync(() => queue.Failures("throws") == 2 && queue.Failures("retries") == 2, "the failures are counted");
        time.Advance(TimeSpan.FromSeconds(9));
        await Eventually.TrueAsync(() => log.Count(k => k == "later") == 2, "the key that asked for it comes back");
        Assert.Single(log, k => k == "fine");
        await stop.CancelAsync();
        await run;
    }
}
