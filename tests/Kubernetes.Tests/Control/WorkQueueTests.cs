using System.Diagnostics.Metrics;
using LogOperator.Kubernetes.Control;
using LogOperator.TestKit;

namespace LogOperator.Kubernetes.Tests.Control;

public sealed class WorkQueueTests : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly WorkQueue<string> queue;

    public WorkQueueTests() => this.queue = new WorkQueue<string>("test", new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 0), time);

    public void Dispose() => this.queue.Dispose();

    [Fact]
    public async Task Key_that_waits_already_is_not_added_again()
    {
        this.queue.Add("a");
        this.queue.Add("b");
        this.queue.Add("a");
        Assert.Equal(2, this.queue.Depth);
        Assert.Equal("a", await this.queue.GetAsync(default));
        Assert.Equal("b", await this.queue.GetAsync(default));
    }

    [Fact]
    public async Task Key_that_is_added_while_it_is_worked_on_comes_once_more_afterwards()
    {
        this.queue.Add("a");
        var key = await this.queue.GetAsync(default);
        this.queue.Add("a");
        this.queue.Add("a");
        Assert.Equal(0, this.queue.Depth);
        this.queue.Done(key);
        Assert.Equal(1, this.queue.Depth);
        this.queue.Done(await this.queue.GetAsync(default));
        Assert.Equal(0, this.queue.Depth);
    }

    [Fact]
    public async Task Of_several_times_the_earliest_counts()
    {
        this.queue.AddAfter("a", TimeSpan.FromSeconds(10));
        this.queue.AddAfter("a", TimeSpan.FromSeconds(5));
        this.queue.AddAfter("a", TimeSpan.FromSeconds(7));
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, this.queue.Depth);
        time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, this.queue.Depth);
        this.queue.Done(await this.queue.GetAsync(default));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, this.queue.Depth);
    }

    [Fact]
    public void Waits_grow_until_the_key_is_forgotten()
    {
        Assert.Equal([1, 2, 4], Enumerable.Range(0, 3).Select(_ => this.queue.AddRateLimited("a").TotalSeconds));
        Assert.Equal(3, this.queue.Failures("a"));
        this.queue.Forget("a");
        Assert.Equal(1, this.queue.AddRateLimited("a").TotalSeconds);
    }

    [Fact]
    public async Task Waiting_for_a_key_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var get = this.queue.GetAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get.AsTask());
        this.queue.Add("a");
        Assert.Equal("a", await this.queue.GetAsync(default));
    }

    [Fact]
    public async Task No_key_is_lost_or_worked_on_twice_at_once_under_load()
    {
        var working = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var seen = new int[50];
        using var queue = new WorkQueue<int>("load");
        using var stop = new CancellationTokenSource();
        var controller = new Controller<int>("load", queue, async (key, _) =>
        {
            Assert.Equal(1, working.AddOrUpdate(key, 1, (_, n) => n + 1));
            await Task.Yield();
            Interlocked.Increment(ref seen[key]);
            working.AddOrUpdate(key, 0, (_, n) => n - 1);
            return ReconcileResult.Done;
        }, workers: 8);
        var run = controller.RunAsync(stop.Token);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                queue.Add(i % seen.Length);
            }
        })));
        await Eventually.TrueAsync(() => queue.Depth == 0 && working.Values.All(n => n == 0), "the queue is empty");
        await stop.CancelAsync();
        await run;
        Assert.All(seen, n => Assert.True(n > 0));
        Assert.All(seen, n => Assert.True(n <= 401));
    }

    [Fact]
    public void Depth_is_a_metric()
    {
        var depths = new List<int>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == KubernetesMetrics.MeterName && instrument.Name == "kubernetes_workqueue_depth")
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            if (tags[0].Value as string == "measured")
            {
                depths.Add(value);
            }
        });
        listener.Start();
        using (var queue = new WorkQueue<int>("measured"))
        {
            queue.Add(1);
            queue.Add(2);
            listener.RecordObservableInstruments();
        }

        listener.RecordObservableInstruments();
        Assert.Equal([2], depths);
    }
}
