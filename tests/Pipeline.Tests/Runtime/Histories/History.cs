using System.Globalization;
using System.IO.Compression;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>
/// A random history of one log and of the agents that read it: writing, all ways of rotation, stores that are down, restarts and crashes. What a
/// history does to the log is only what a careful agent can survive; what may be lost by rights (a file deleted in the second before a
/// crash) does not count.
/// </summary>
internal sealed class History : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly ManualTimeProvider time = new();
    private readonly string memory;
    private readonly Random random;
    private readonly bool crashes;
    private readonly RotationNaming naming;
    private readonly bool isLinked;
    private readonly List<string> rotated = [];
    private readonly List<string> written = [];
    private readonly HashSet<string> deleted = [];
    private readonly HashSet<string> excused = [];
    private readonly SimulatedStore[] stores;
    private readonly FollowerOptions options;
    private readonly List<string> told = [];
    private SimulatedAgent agent;
    private string state;
    private string current = "app.log";
    private string pending = "";
    private bool isSeen;
    private int rotations;
    private int inCurrent;
    private DateTimeOffset synced;
    private DateTimeOffset stamped;

    public History(int seed)
    {
        random = new Random(seed);
        crashes = random.Next(2) == 0;
        naming = (RotationNaming)random.Next(5);
        told.Add(naming.ToString());
        isLinked = naming == RotationNaming.Dated && !crashes && random.Next(4) == 0;
        stores = [new SimulatedStore("one", random), new SimulatedStore("two", random)];
        options = new FollowerOptions { Root = directory.Path, RetentionDirectory = directory.Path + "/.links" };

        // Syncing costs nothing in memory; what it promises of a disk is not what is tested here.
        memory = Directory.Exists("/dev/shm") ? Directory.CreateDirectory("/dev/shm/log-operator-" + Path.GetRandomFileName()).FullName : directory.Path;
        state = memory + "/state";
        Directory.CreateDirectory(PathOf("real"));
        agent = Start();
    }

    /// <summary>What went wrong, with what had happened; null if nothing.</summary>
    public string? Problem
    {
        get
        {
            foreach (var store in stores)
            {
                if (store.Complaints.Count > 0)
                {
                    return $"{store.Complaints[0]}; {Told}";
                }

                var missing = written.Where(l => !excused.Contains(l)).Except(store.Lines).ToList();
                if (missing.Count > 0)
                {
                    return $"{store.Name} did not get {missing.Count} of {written.Count} lines: {string.Join(", ", missing.Take(5))}; {Told}";
                }

                if (store.Lines.Except(written).FirstOrDefault() is { } unknown)
                {
                    return $"{store.Name} got '{unknown}', which was never written; {Told}";
                }
            }

            return null;
        }
    }

    private string Told => string.Join(" ", told);

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds() / 100 % 100_000;

    private bool IsShifting => naming == RotationNaming.CountedDown;

    private string Current => isLinked ? "real/" + current : current;

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            switch (random.Next(16))
            {
                case < 6:
                    Write();
                    break;
                case 6:
                    Rotate();
                    break;
                case 7 when !isLinked:
                    Truncate();
                    break;
                case 8 when !isLinked:
                    CopyTruncate();
                    break;
                case 9 when !isLinked:
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

        Flush();
        Finish();
    }

    public void Dispose()
    {
        agent.Dispose();
        directory.Dispose();
        if (memory != directory.Path)
        {
            Directory.Delete(memory, recursive: true);
        }
    }

    private SimulatedAgent Start() => new(options, PathOf(isLinked ? "app.log" : "app.log*"), state, time, stores);

    private string PathOf(string name) => Path.Combine(directory.Path, name);

    private void Append(string name, string text)
    {
        if (isLinked && !File.Exists(PathOf("app.log")))
        {
            File.CreateSymbolicLink(PathOf("app.log"), "real/app.log");
        }

        isSeen &= name != "app.log" || File.Exists(PathOf(name));
        File.AppendAllText(PathOf(name), text);
        Stamp(name);
    }

    private void Write()
    {
        for (var count = random.Next(1, 30); count > 0; count--)
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{written.Count} {new string('x', random.Next(random.Next(8) == 0 ? 900 : 60))}");
            written.Add(line);
            pending += line + "\n";
        }

        // Writers do not write whole lines.
        var now = random.Next(3) == 0 ? random.Next(pending.Length) : pending.Length;
        Append(Current, pending[..now]);
        pending = pending[now..];
        told.Add($"write:{written.Count}@{Now}");
    }

    private void Flush()
    {
        Append(Current, pending);
        pending = "";
    }

    private void Rotate()
    {
        Flush();
        told.Add($"rotate@{Now}");
        if (!isSeen)
        {
            // A log that is seen first under a rotated name is a log of that name.
            Look(0.2);
        }

        if (isLinked)
        {
            Everything();
            current = string.Create(CultureInfo.InvariantCulture, $"app.{rotations++}.log");
            Append(Current, "");
            File.CreateSymbolicLink(PathOf("next"), Current);
            File.Move(PathOf("next"), PathOf("app.log"), overwrite: true);
            return;
        }

        var before = inCurrent;
        var name = Rename();
        if (random.Next(3) == 0)
        {
            // Until the writer opens the file again, it writes to the renamed one.
            Look(random.NextDouble() * 8);
            var line = string.Create(CultureInfo.InvariantCulture, $"{written.Count} late");
            written.Add(line);
            Append(name, line + "\n");
        }

        if (random.Next(8) == 0)
        {
            // The runtime did not open the file again: the name goes back.
            Look(random.NextDouble() * 2);
            File.Move(PathOf(name), PathOf("app.log"));
            rotated.RemoveAt(0);
            for (var i = 0; IsShifting && i < rotated.Count; i++)
            {
                Shift(i, i + 1);
            }

            inCurrent = before;
            told.Add("back");
        }
        else if (random.Next(2) == 0)
        {
            Append("app.log", "");
        }
    }

    /// <summary>Gives the current file its rotated name.</summary>
    private string Rename()
    {
        for (var i = rotated.Count; IsShifting && i > 0; i--)
        {
            Shift(i - 1, i + 1);
        }

        var name = naming.NameOf(rotations++);
        File.Move(PathOf("app.log"), PathOf(name));
        rotated.Insert(0, name);
        inCurrent = written.Count;
        return name;
    }

    private void Shift(int at, int number)
    {
        var suffix = rotated[at].EndsWith(".gz", StringComparison.Ordinal) ? ".gz" : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"app.log.{number}{suffix}");
        File.Move(PathOf(rotated[at]), PathOf(name));
        rotated[at] = name;
    }

    /// <summary>Writing and rotations that no agent sees.</summary>
    private void RotateUnseen()
    {
        for (var count = isSeen && !isLinked ? random.Next(4) : 0; count > 0; count--)
        {
            Flush();
            told.Add("unseen");
            Rename();
            Write();
            Flush();
        }
    }

    /// <summary>Gives a file the time of modification that it would have, were time not the test's.</summary>
    private void Stamp(string name)
    {
        var now = time.GetUtcNow();
        stamped = stamped < now ? now : stamped.AddMilliseconds(1);
        File.SetLastWriteTimeUtc(PathOf(name), stamped.UtcDateTime);
    }

    private void Truncate()
    {
        Flush();
        Everything();
        File.WriteAllText(PathOf("app.log"), "");
        Stamp("app.log");
        inCurrent = written.Count;
        told.Add("truncate");
        Look(random.Next(2));
    }

    private void CopyTruncate()
    {
        Flush();
        Everything();
        told.Add($"copytruncate@{Now}");
        inCurrent = written.Count;
        if (!IsShifting)
        {
            var name = naming.NameOf(rotations++);
            File.Copy(PathOf("app.log"), PathOf(name));
            rotated.Insert(0, name);
        }

        File.WriteAllText(PathOf("app.log"), "");
        Stamp("app.log");
        Look(random.NextDouble() * 2);
    }

    private void Recreate()
    {
        Flush();
        Look(0.2);
        Look(0.2);
        told.Add("delete");
        File.Delete(PathOf("app.log"));
        Look(random.NextDouble());

        // Without a name and a link the descriptor is the only copy; it goes with the process.
        deleted.UnionWith(written.Skip(inCurrent));
        inCurrent = written.Count;
    }

    private void Compress()
    {
        var at = rotated.FindIndex(r => !r.EndsWith(".gz", StringComparison.Ordinal));
        if (rotated.Count < 2 || isLinked || at < 0 || at == 0)
        {
            return;
        }

        Look(0.2);
        told.Add("gzip");
        var name = rotated[at];
        using (var source = File.OpenRead(PathOf(name)))
        using (var target = new GZipStream(File.Create(PathOf(name + ".tmp")), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        Stamp(name + ".tmp");
        File.Move(PathOf(name + ".tmp"), PathOf(name + ".gz"));
        File.Delete(PathOf(name));
        rotated[at] = name + ".gz";
    }

    /// <summary>The kubelet deletes the oldest; the agent has had a second to link it.</summary>
    private void DeleteOldest()
    {
        if (rotated.Count < 3 || rotated[^1].EndsWith(".gz", StringComparison.Ordinal))
        {
            return;
        }

        Look(1);
        Look(1);
        told.Add("remove");
        File.Delete(PathOf(rotated[^1]));
        rotated.RemoveAt(rotated.Count - 1);
        Look(0.5);
    }

    private void Restart()
    {
        excused.UnionWith(deleted.Where(l => stores.Any(s => !s.Lines.Contains(l))));
        if (crashes && random.Next(2) == 0)
        {
            told.Add("kill");
            state = agent.Kill(state);
        }
        else
        {
            told.Add("restart");
            agent.Stop();
        }

        RotateUnseen();
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
        told.Add("all");
        foreach (var store in stores)
        {
            store.IsUp = true;
        }

        var complete = pending.Length == 0 ? written.Count : written.Count - pending.Count(c => c == '\n');
        for (var i = 0; i < 2 * (rotations + rotated.Count + 8) && !stores.All(s => s.Lines.Count >= complete); i++)
        {
            Look(3);
        }

        Look(3);
        agent.Sync();
    }

    private void Look(double seconds)
    {
        agent.Step(seconds);
        isSeen |= File.Exists(PathOf("app.log"));
        if (time.GetUtcNow() - synced >= TimeSpan.FromSeconds(1))
        {
            agent.Sync();
            synced = time.GetUtcNow();
        }
    }
}
