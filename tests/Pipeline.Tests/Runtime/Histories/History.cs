using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Tests.Sources.Files;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>
/// A random history of one log and of the agents that read it: writing, all ways of rotation, stores that are down, restarts and crashes. What a
/// history does to the log is only what a careful agent can survive; what may be lost by rights (a file deleted in the second before a
/// crash) does not count.
/// </summary>
internal sealed class History : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly string memory;
    private readonly Random random;
    // Draws what came later, so that seeds stay what they were.
    private readonly Random? more;
    private readonly bool crashes;
    private readonly HistoryForm form;
    private readonly RotatedLog log;
    private readonly LogWriter writer;
    private readonly RecordOracle oracle;
    private readonly HashSet<LogPiece> deleted = [];
    private readonly HashSet<LogPiece> excused = [];
    private readonly HashSet<LogPiece> gone = [];
    private readonly SimulatedStore[] stores;
    private readonly FollowerOptions options;
    private readonly FixedSource source;
    private readonly List<string> told = [];
    private SimulatedAgent agent;
    private string state;
    private bool isSeen;
    private int inCurrent;
    private DateTimeOffset synced;

    /// <param name="seed">What is drawn.</param>
    /// <param name="draw">Draws what the log looks like.</param>
    /// <param name="isFull">Whether the pipeline changes too.</param>
    public History(int seed, Func<Random, HistoryForm> draw, bool isFull = true)
    {
        random = new Random(seed);
        more = isFull ? new Random(~seed) : null;
        crashes = random.Next(2) == 0;
        var naming = (RotationNaming)random.Next(5);
        form = draw(random);
        naming = form.IsContainer ? RotationNaming.Dated : naming;
        naming = !form.IsContainer && more?.Next(5) == 0 ? RotationNaming.Infixed : naming;
        told.Add($"{naming} {form}");
        log = new RotatedLog(form, naming, naming == RotationNaming.Dated && !crashes && !form.IsContainer && random.Next(4) == 0, time);
        writer = new LogWriter(form, random, time);
        oracle = new RecordOracle(form, writer, gone);
        stores = [new SimulatedStore("one", random, oracle), new SimulatedStore("two", random, oracle)];
        options = new FollowerOptions { Root = log.Root, RetentionDirectory = log.Root + "/.links" };
        source = new FixedSource(form.Format, [log.Pattern]) { Joining = form.Joining };

        // Syncing costs nothing in memory; what it promises of a disk is not what is tested here.
        memory = Directory.Exists("/dev/shm") ? Directory.CreateDirectory("/dev/shm/log-operator-" + Path.GetRandomFileName()).FullName : log.Root;
        state = memory + "/state";
        agent = Start();
    }

    /// <summary>What went wrong, with what had happened; null if nothing.</summary>
    public string? Problem => stores.Select(ProblemOf).FirstOrDefault(p => p is not null) is { } problem ? $"{problem}; {string.Join(" ", told)}" : null;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds() / 100 % 100_000;

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (more?.Next(12) == 0)
            {
                told.Add("swap");
                agent.Swap();
            }

            switch (random.Next(16))
            {
                case < 6:
                    Write();
                    break;
                case 6:
                    Rotate();
                    break;
                case 7 when !log.IsLinked:
                    Truncate();
                    break;
                case 8 when !log.IsLinked:
                    CopyTruncate();
                    break;
                case 9 when !log.IsLinked:
                    Recreate();
                    break;
                case 10:
                    Compress();
                    break;
                case 11:
                    DeleteOldest();
                    break;
                case 12:
                    var store = stores[random.Next(stores.Length)];
                    store.IsUp = !store.IsUp;
                    told.Add($"{store.Name}:{(store.IsUp ? "up" : "down")}");
                    break;
                case 13 when i % 3 == 0:
                    Restart();
                    break;
                default:
                    Look(random.NextDouble() * 4);
                    break;
            }
        }

        writer.EndLines();
        Flush();
        Finish();
    }

    public void Dispose()
    {
        agent.Dispose();
        log.Dispose();
        if (memory != log.Root)
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    private string? ProblemOf(SimulatedStore store)
    {
        if (store.Complaints.Count > 0)
        {
            return store.Complaints[0];
        }

        var missing = writer.Pieces.Where(p => !excused.Contains(p)).Except(store.Pieces).ToList();
        return missing.Count > 0
            ? $"{store.Name} did not get {missing.Count} of {writer.Pieces.Count} lines: {string.Join(", ", missing.Take(5).Select(p => p.Text))}"
            : oracle.Judge(store.Records) is { } problem ? $"{store.Name}: {problem}" : null;
    }

    private SimulatedAgent Start() => new(options, source, state, time, stores);

    private void Write()
    {
        writer.Make(random.Next(1, 30));

        // Writers do not write whole lines.
        Append(random.Next(3) == 0 ? random.Next(writer.Pending) : writer.Pending);
        told.Add($"write:{writer.Pieces.Count}@{Now}");
    }

    private void Flush() => Append(writer.Pending);

    private void Append(int length)
    {
        isSeen &= log.IsThere;
        log.Append(writer.Take(length));
    }

    private void Rotate()
    {
        Flush();
        while (form.IsContainer && Compress())
        {
        }

        told.Add($"rotate@{Now}");
        if (!isSeen)
        {
            // A log that is seen first under a rotated name is a log of that name.
            Look(0.2);
        }

        if (log.IsLinked)
        {
            Everything();
            log.Switch();
            writer.FileEnds();
            return;
        }

        ShowCurrent();
        var before = inCurrent;
        Rename();
        if (random.Next(3) == 0)
        {
            // Until the writer opens the file again, it writes to the renamed one.
            Look(random.NextDouble() * 8);
            writer.Make(1);
            writer.EndTorn();
            log.AppendLate(writer.Take(writer.Pending));
            told.Add($"late:{writer.Pieces.Count}@{Now}");
        }

        if (random.Next(8) == 0)
        {
            // The runtime did not open the file again: the name goes back.
            Look(random.NextDouble() * 2);
            log.RenameBack();
            inCurrent = before;
            told.Add("back");
            return;
        }

        writer.FileEnds();
        inCurrent = writer.Pieces.Count;
        if (random.Next(2) == 0)
        {
            Append(0);
        }
    }

    /// <summary>Has the agent remember the file that is written, if the next one's names alone would not tell whose it is.</summary>
    private void ShowCurrent()
    {
        if (log.HasVagueNames)
        {
            Flush();
            Look(0.2);
            agent.Sync();
        }
    }

    private void Rename()
    {
        log.Rename();
        inCurrent = writer.Pieces.Count;
    }

    /// <summary>Writing and rotations that no agent sees.</summary>
    private void RotateUnseen()
    {
        for (var count = isSeen && !log.IsLinked ? random.Next(log.HasVagueNames ? 2 : 4) : 0; count > 0; count--)
        {
            Flush();
            told.Add("unseen");
            Rename();
            writer.FileEnds();
            Write();
            Flush();
        }
    }

    private void Truncate()
    {
        BeforeTruncation();
        log.Truncate();
        told.Add("truncate");
        Look(random.Next(2));
    }

    private void CopyTruncate()
    {
        BeforeTruncation();
        told.Add($"copytruncate@{Now}");
        log.CopyAndTruncate();
        Look(random.NextDouble() * 2);
    }

    private void BeforeTruncation()
    {
        writer.EndTorn();
        Flush();
        Everything();
        writer.Break();
        writer.FileEnds();
        inCurrent = writer.Pieces.Count;
    }

    private void Recreate()
    {
        writer.EndTorn();
        Flush();
        Look(0.2);
        Look(0.2);
        told.Add("delete");
        log.Delete();
        Look(random.NextDouble());
        writer.Break();
        writer.FileEnds();

        // Without a name and a link the descriptor is the only copy; it goes with the process.
        deleted.UnionWith(writer.Pieces.Skip(inCurrent));
        inCurrent = writer.Pieces.Count;
    }

    private bool Compress()
    {
        var at = log.FindUncompressed();
        if (at < 0)
        {
            return false;
        }

        Look(0.2);
        told.Add("gzip");
        log.Compress(at);
        return true;
    }

    /// <summary>The kubelet deletes the oldest; the agent has had a second to link it.</summary>
    private void DeleteOldest()
    {
        if (log.CanDeleteOldest)
        {
            Look(1);
            Look(1);
            told.Add("remove");
            log.DeleteOldest();
            Look(0.5);
        }
    }

    private void Restart()
    {
        ShowCurrent();
        excused.UnionWith(deleted.Where(p => stores.Any(s => !s.Pieces.Contains(p))));
        gone.UnionWith(deleted);
        var isCrash = crashes && random.Next(2) == 0;
        told.Add(isCrash ? $"kill@{Now}" : $"restart@{Now}");
        if (isCrash)
        {
            state = agent.Kill(state);
        }
        else
        {
            agent.Stop();
        }

        foreach (var store in stores)
        {
            store.Ended(isCrash, writer.Pieces.Take(writer.Written).Where(p => !excused.Contains(p)));
        }

        RotateUnseen();
        writer.Restarted();
        agent = Start();
    }

    /// <summary>What is truncated or switched away from before it was delivered is lost; this history loses nothing.</summary>
    private void Everything()
    {
        var before = stores.Select(s => s.IsUp).ToArray();
        Finish();
        for (var i = 0; i < stores.Length; i++)
        {
            stores[i].IsUp = before[i];
        }
    }

    private void Finish()
    {
        told.Add($"all@{Now}");
        foreach (var store in stores)
        {
            store.IsUp = true;
        }

        for (var i = 0; i < 2 * (log.Rotations + log.Rotated + 8) && !stores.All(s => s.Pieces.Count >= writer.Written); i++)
        {
            Look(3);
        }

        Look(3);
        agent.Sync();
    }

    private void Look(double seconds)
    {
        agent.Step(seconds);
        writer.Looked();
        isSeen |= log.IsThere;
        if (time.GetUtcNow() - synced >= TimeSpan.FromSeconds(1))
        {
            agent.Sync();
            synced = time.GetUtcNow();
        }
    }
}
