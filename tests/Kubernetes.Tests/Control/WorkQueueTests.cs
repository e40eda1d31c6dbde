using System.Diagnostics.Metrics;
using LogOperator.Kubernetes.Control;
using LogOperator.TestKit;

namespace LogOperator.Kubernetes.Tests.Control;

public sealed class WorkQueueTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly WorkQueue<string> _queue;

    public WorkQueueTests() => _queue = new WorkQueue<string>("test", new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), 0), _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Key_that_waits_already_is_not_added_again()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");
        Assert.Equal(2, _queue.Depth);
        Assert.Equal("a", await _queue.GetAsync(default));
        Assert.Equal("b", await _queue.GetAsync(default));
    }

    [Fact]
    public async Task Key_that_is_added_while_it_is_worked_on_comes_once_more_afterwards()
    {
        _queue.Add("a");
        var key = await _queue.GetAsync(default);
        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Depth);
        _queue.Done(key);
        Assert.Equal(1, _queue.Depth);
        _queue.Done(await _queue.GetAsync(default));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public async Task Of_several_times_the_earliest_counts()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(10));
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));
        _queue.AddAfter("a", TimeSpan.FromSeconds(7));
        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(0, _queue.Depth);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(1, _queue.Depth);
        _queue.Done(await _queue.GetAsync(default));
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(0, _queue.Depth);
    }

    [Fact]
    public void Waits_grow_until_the_key_is_forgotten()
    {
        Assert.Equal([1, 2, 4], Enumerable.Range(0, 3).Select(_ => _queue.AddRateLimited("a").TotalSeconds));
        Assert.Equal(3, _queue.Failures("a"));
        _queue.Forget("a");
        Assert.Equal(1, _queue.AddRateLimited("a").TotalSeconds);
    }

    [Fact]
    public async Task Waiting_for_a_key_can_be_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var get = _queue.GetAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get.AsTask());
        _queue.Add("a");
        Assert.Equal("a", await _queue.GetAsync(default));
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
                queue.Add(i % seen.Length);
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
                l.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
        {
            if (tags[0].Value as string == "measured")
                depths.Add(value);
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
