using System.Text;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime;
using LogOperator.Pipeline.Runtime.Accounting;
using LogOperator.Pipeline.Runtime.Reading;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Tests.Sources.Files;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>
/// One life of an agent with one pipeline and some stores, on one thread: the real follower, cursors, branches and checkpoints, while time, readers
/// and stores go step by step as the test says.
/// </summary>
internal sealed class SimulatedAgent : IDisposable
{
    private const int Slices = 60;
    private readonly CheckpointStore checkpoints;
    private readonly ReaderPool readers = new(0, NullLogger.Instance);
    private readonly Lanes lanes;
    private readonly FileFollower follower;
    private readonly FixedSource source;
    private readonly List<(ILogFile File, DateTimeOffset Since)> handedOver = [];
    private RunningPipeline pipeline;
    private readonly RequestBuilder builder = new(4096, 16);
    private readonly ManualTimeProvider time;
    private readonly SimulatedStore[] stores;
    private readonly Branch[] branches;
    private readonly List<OutgoingRequest>[] inFlight;

    public SimulatedAgent(FollowerOptions options, FixedSource source, string state, ManualTimeProvider time, SimulatedStore[] stores)
    {
        this.time = time;
        this.stores = stores;
        this.source = source;
        checkpoints = new CheckpointStore(state, time, NullLogger.Instance);
        lanes = new Lanes(readers);
        var budget = new BufferBudget(1 << 26);
        branches = [.. stores.Select(s => new Branch("shop/web", $"shop/{s.Name}", 8 * 1024, checkpoints, new BranchLedger("shop/web", $"shop/{s.Name}", time), budget))];
        inFlight = [.. stores.Select(_ => new List<OutgoingRequest>())];
        pipeline = Pipeline();
        follower = new FileFollower(options with { Memory = checkpoints.Files }, time, NullLogger.Instance);
        follower.Set([(source, pipeline)]);
        follower.ScanNow();
    }

    /// <summary>Bytes that were truncated or deleted unread, as far as the follower knows.</summary>
    public FileCounters Counters => follower.Counters;

    /// <summary>Lets time pass, looks, reads, and delivers to the stores that are up.</summary>
    public void Step(double seconds)
    {
        time.Advance(TimeSpan.FromSeconds(seconds));
        follower.ScanNow();
        pipeline.WakeBlocked();
        Read();
        Deliver();
        Read();
        foreach (var old in handedOver.FindAll(h => h.Since < time.GetUtcNow()))
        {
            old.File.Release();
            handedOver.Remove(old);
        }
    }

    /// <summary>Puts another form of the pipeline in its place, for the same stores.</summary>
    public void Swap()
    {
        foreach (var file in pipeline.Streams.SelectMany(s => s.Files))
        {
            file.Retain();
            handedOver.Add((file, time.GetUtcNow()));
        }

        pipeline.Close();
        pipeline = Pipeline();
        follower.Set([(source, pipeline)]);
    }

    /// <summary>Makes what was acknowledged outlast the process.</summary>
    public void Sync()
    {
        Assert.True(checkpoints.Sync());
        foreach (var store in stores)
        {
            // What starts at a checkpoint's offset is unfinished, though it ends where the last agent had read to: a record that was held at its stop.
            store.Synced((r, stream) => checkpoints.TryGet(new("shop/web", $"shop/{store.Name}", r.Id.FileId), out var checkpoint)
                && (checkpoint.Places is { } places
                    ? r.Id.Offset < places.Of(stream)
                    : r.Id.Offset < checkpoint.Offset || (r.Id.Offset > checkpoint.Offset && r.End <= checkpoint.Skip && !r.EndsElsewhere)));
        }
    }

    /// <summary>Ends it as SIGTERM does: what is on the wire is answered, what waits is read again by the next.</summary>
    public void Stop()
    {
        for (var i = 0; i < stores.Length; i++)
        {
            Answer(i, all: true);
        }

        follower.Leave();
        pipeline.Close();
        Sync();
        Dispose();
    }

    /// <summary>Ends it as SIGKILL does. Its state directory is whatever was synced.</summary>
    /// <returns>The state directory for the next.</returns>
    public string Kill(string state)
    {
        var left = Directory.CreateDirectory(state + "'").FullName;
        foreach (var file in Directory.GetFiles(state).Where(f => Path.GetFileName(f) != "lock"))
        {
            File.Copy(file, Path.Combine(left, Path.GetFileName(file)));
        }

        Dispose();
        return left;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        pipeline.Close();
        foreach (var request in inFlight.SelectMany(r => r))
        {
            request.Abandon();
        }

        foreach (var branch in branches)
        {
            branch.Close();
        }

        follower.Dispose();
        checkpoints.Dispose();
        readers.Dispose();
    }

    private RunningPipeline Pipeline()
    {
        var config = HostFixture.Config([.. stores.Select(s => HostFixture.Store(s.Name, """{"blackhole": {}}"""))]).Pipelines[0];
        return new(config, [source], branches, new PipelineCounters(), lanes, checkpoints, true, time, NullLogger.Instance);
    }

    private void Read()
    {
        foreach (var lane in lanes.All)
        {
            for (var i = 0; i < Slices && !(i > 2 && lane.IsAtEnd); i++)
            {
                lane.RunSlice(inAnyCase: true);
            }
        }
    }

    private static StoredRecord Stored(LogOperator.Pipeline.Records.Record record)
    {
        var index = record.Index;
        return new(record.Id, record.End, record.Batch.Elsewhere?.Exists(e => e.Record == index) == true, Encoding.UTF8.GetString(record.Body.Bytes));
    }

    private static WaitingBranches Only(Branch branch)
    {
        var waiting = new WaitingBranches(4096, 16);
        waiting.Add(new WaitingBranch(branch), 0, 0);
        return waiting;
    }

    private void Deliver()
    {
        for (var i = 0; i < stores.Length; i++)
        {
            Answer(i, all: false);
            while (stores[i].IsUp && builder.Take(Only(branches[i])) is { } request)
            {
                stores[i].Store(request.Records.Select(r => Stored(r.Record)));
                inFlight[i].Add(request);
                Answer(i, all: false);
                Read();
            }
        }
    }

    /// <summary>Answers requests on the wire, in their order.</summary>
    private void Answer(int store, bool all)
    {
        var requests = inFlight[store];
        while (requests.Count > 0 && (all || stores[store].Answers()))
        {
            stores[store].Acknowledged(requests[0].Records.Select(r => r.Record.Id));
            requests[0].Acknowledge(0, requests[0].Records.Count);
            requests.RemoveAt(0);
        }
    }
}
