using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>
/// Cuts the power at random places of random histories, on a disk that keeps any part of what was not synced, and looks at what is found. The
/// seed of a failing case stands in its message.
/// </summary>
[Trait("SecondRun", "Never")]
public sealed class PowerLossTests
{
    private const string Place = "/buffer";
    private const int Cases = 250;

    [Fact]
    public void What_the_buffer_claimed_outlasts_a_loss_of_power() => ForEachSeed(random => Live(random, new CrashingFiles(random)));

    [Fact]
    public void What_the_buffer_claimed_outlasts_failing_syncs_and_a_full_disk() =>
        ForEachSeed(random => Live(random, new CrashingFiles(random), failures: 0.1));

    [Fact]
    public void A_killed_process_loses_nothing_that_was_claimed_and_invents_nothing() => ForEachSeed(random =>
    {
        var disk = new CrashingFiles(random);
        var model = new BufferModel(random);
        for (var life = 0; life < 3; life++)
        {
            var buffer = Open(disk);
            model.Restart(buffer);
            Assert.Equal((0, 0L), (model.Verify(buffer), buffer.Counters.CorruptBytes));
            Work(random, buffer, model);
            disk.Kill();
        }
    });

    [Fact]
    public void Flipped_bits_cost_the_entries_they_are_in_and_are_counted() => ForEachSeed(random =>
    {
        var disk = new CrashingFiles(random);
        var model = new BufferModel(random);
        var buffer = Open(disk);
        Work(random, buffer, model);
        buffer.Dispose();
        var flips = random.Next(1, 4);
        var files = disk.Contents.Where(c => c.Value.Length > 0 && c.Key.EndsWith(SegmentName.Suffix, StringComparison.Ordinal)).ToList();
        foreach (var (path, bytes) in files)
        {
            for (var i = 0; i < flips; i++)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            disk.Put(path, bytes);
        }

        using var again = Open(disk);
        var missing = model.Verify(again);
        Assert.True(again.Counters.CorruptEntries >= (flips == 1 ? missing : Math.Min(missing, 1)), $"{missing} entries are missing, {again.Counters.CorruptEntries} are counted");
        Assert.True(missing <= flips * files.Count, $"{missing} entries are missing after {flips} flips in each of {files.Count} files");
        Assert.True(missing == 0 || again.Counters.CorruptBytes > 0);
    });

    [Fact]
    public void Checkpoints_that_were_synced_outlast_a_loss_of_power() => ForEachSeed(random =>
    {
        var disk = new CrashingFiles(random) { SyncFailures = random.Next(2) * 0.1, WriteFailures = random.Next(2) * 0.05 };
        var (noted, lasting) = (new Dictionary<CheckpointKey, long>(), new Dictionary<CheckpointKey, long>());
        for (var life = 0; life < 3; life++)
        {
            var store = new CheckpointStore("/state", new ManualTimeProvider(), NullLogger.Instance, disk);
            foreach (var (key, offset) in lasting)
            {
                Assert.True(store.TryGet(key, out var found), $"{key} is missing");
                Assert.True(found.Offset >= offset && found.Offset <= noted[key], $"{key}: {offset} was synced, {noted[key]} noted, {found.Offset} found");
            }

            noted = noted.Keys.Where(k => store.TryGet(k, out _)).ToDictionary(k => k, k => store.TryGet(k, out var found) ? found.Offset : 0);
            for (var step = random.Next(30); step > 0; step--)
            {
                var key = new CheckpointKey($"pipeline {random.Next(3)}", $"store {random.Next(2)}", (ulong)random.Next(4));
                Assert.True(!store.TryGet(key, out var before) || noted.ContainsKey(key), "a checkpoint that nobody noted");
                noted[key] = Math.Max(before.Offset, noted.GetValueOrDefault(key)) + random.Next(100);
                store.Set(key, new Checkpoint(noted[key], noted[key]));
                if (random.Next(3) == 0 && store.Sync())
                {
                    lasting = new(noted);
                }
            }

            disk = disk.Cut();
        }
    });

    private static void Live(Random random, CrashingFiles disk, double failures = 0)
    {
        var model = new BufferModel(random);
        for (var life = 0; life < 3; life++)
        {
            var buffer = Open(disk);
            model.Restart(buffer);
            Assert.Equal(0, model.Verify(buffer));
            (disk.SyncFailures, disk.WriteFailures) = (failures, failures);
            Work(random, buffer, model);
            (disk.SyncFailures, disk.WriteFailures) = (0, 0);
            Assert.Equal(0, model.Verify(buffer));
            Assert.Equal(disk.Contents.Where(c => c.Key.EndsWith(SegmentName.Suffix, StringComparison.Ordinal)).Sum(c => (long)c.Value.Length) > 0, buffer.HeldBytes > 0);
            if (random.Next(4) == 0)
            {
                buffer.Dispose();
            }

            disk = disk.Cut();
            AddUp(disk);
        }
    }

    /// <summary>Every byte of a segment is header, entry or damage.</summary>
    private static void AddUp(CrashingFiles disk)
    {
        foreach (var (path, bytes) in disk.Contents)
        {
            if (SegmentName.Parse(Path.GetFileName(path)) is { } name)
            {
                var scan = SegmentScan.Of(bytes, name);
                var header = scan.Version < 0 ? 0 : SegmentFormat.HeaderLength;
                Assert.Equal(bytes.Length, header + scan.DamagedBytes + scan.Entries.Sum(e => (long)e.End - e.Position));
            }
        }
    }

    private static void Work(Random random, DiskBuffer buffer, BufferModel model)
    {
        for (var step = random.Next(60); step > 0; step--)
        {
            switch (random.Next(10))
            {
                case < 6:
                    model.Append(buffer);
                    break;
                case < 9:
                    model.Commit();
                    break;
                default:
                    model.Acknowledge(buffer);
                    break;
            }
        }
    }

    private static DiskBuffer Open(CrashingFiles disk) => DiskBuffer.Open(
        new DiskBufferOptions { Directory = Place, OwnerQuotaBytes = 60_000, QuotaBytes = 100_000, SegmentBytes = 4000, UnsyncedBytes = 20_000 },
        disk,
        NullLogger.Instance);

    private static void ForEachSeed(Action<Random> test)
    {
        for (var seed = 1; seed <= Cases * Soak.Factor; seed++)
        {
            try
            {
                test(new Random(seed));
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed {seed}: {e.Message}", e);
            }
        }
    }
}
