using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Buffering;

public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly CheckpointKey Web = new("shop/web", "shop/kafka", 17);
    private readonly TempDirectory directory = new();
    private readonly ManualTimeProvider time = new();

    private string LogPath => Path.Combine(directory.Path, "checkpoints.log");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_was_synced_is_there_after_a_restart()
    {
        using (var store = Open())
        {
            store.Set(Web, new(10, 20));
            store.Set(Web, new(30, 40));
            store.Set(Web with { Store = "shop/file" }, new(1, 1));
        }

        using var again = Open();
        Assert.True(again.TryGet(Web, out var checkpoint));
        Assert.Equal(new Checkpoint(30, 40), checkpoint);
        Assert.True(again.TryGet(Web with { Store = "shop/file" }, out _));
        Assert.False(again.TryGet(Web with { FileId = 18 }, out _));
    }

    [Fact]
    public void The_ledger_and_what_is_finished_out_of_order_are_there_after_a_restart()
    {
        var finished = default(FateBytes);
        finished.Add(ByteFate.Acknowledged, 70);
        finished.Add(ByteFate.LostOrphaned, 5);
        using (var store = Open())
        {
            store.Set(Web, new(80, 90) { Account = new FileAccount(5, 10, finished), Finished = [new(100, 200), new(300, 400)] });
        }

        using var again = Open();
        Assert.True(again.TryGet(Web, out var checkpoint));
        var account = checkpoint.Account!;
        Assert.Equal((80, 90, 5, 10), (checkpoint.Offset, checkpoint.Skip, account.Skipped, account.Held));
        Assert.Equal((75, 70, 5), (account.Finished.Total, account.Finished[ByteFate.Acknowledged], account.Finished[ByteFate.LostOrphaned]));
        Assert.Equal([new FinishedRange(100, 200), new FinishedRange(300, 400)], checkpoint.Finished!);
    }

    [Fact]
    public void Formats_before_are_read_and_a_later_one_is_refused()
    {
        using (var store = Open())
        {
            store.Set(Web, new(30, 40));
        }

        var bytes = File.ReadAllBytes(LogPath);
        foreach (var version in (byte[])[1, 2])
        {
            bytes[CheckpointLog.Header.Length - 1] = version;
            File.WriteAllBytes(LogPath, bytes);
            using var again = Open();
            Assert.True(again.TryGet(Web, out var checkpoint));
            Assert.Equal(new Checkpoint(30, 40), checkpoint);
        }

        bytes[CheckpointLog.Header.Length - 1] = 4;
        File.WriteAllBytes(LogPath, bytes);
        Assert.Contains("found format 4", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_that_cannot_be_read_are_named()
    {
        Directory.CreateDirectory(LogPath);

        Assert.StartsWith($"cannot read {LogPath}: ", Assert.Throws<IOException>(() => Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void What_stands_beside_the_offsets_outlasts_the_process(bool hasAccount, bool hasFinished)
    {
        var fates = default(FateBytes);
        fates.Add(ByteFate.Acknowledged, 25);
        var noted = new Checkpoint(30, 90)
        {
            Places = new StreamPlaces(90, 30, 70),
            Account = hasAccount ? new FileAccount(5, 60, fates) : null,
            Finished = hasFinished ? [new(100, 110), new(120, 130)] : null,
        };
        using (var store = Open())
        {
            store.Set(Web, noted);
        }

        using var again = Open();
        Assert.True(again.TryGet(Web, out var read));
        Assert.Equal((noted.Place, noted.Places, noted.Account), (read.Place, read.Places, read.Account));
        Assert.Equal(noted.Finished, read.Finished);
    }

    [Fact]
    public void Streams_of_two_branches_go_on_at_the_earlier_place_of_each()
    {
        var one = new Checkpoint(30, 90) { Places = new StreamPlaces(90, 30, 70) };
        var other = new Checkpoint(40, 80) { Places = new StreamPlaces(80, 75, 40) };
        Assert.Equal(new Checkpoint(30, 80) { Places = new StreamPlaces(80, 30, 40) }, Checkpoint.Earlier(one, other));
        Assert.Equal(new Checkpoint(30, 85) { Places = new StreamPlaces(85, 30, 70) }, Checkpoint.Earlier(one, new(85, 85)));
        Assert.Equal(new Checkpoint(20, 85), Checkpoint.Earlier(one, new(20, 85)));
    }

    [Fact]
    public void A_torn_last_entry_costs_only_itself()
    {
        using (var store = Open())
        {
            store.Set(Web, new(10, 10));
            store.Sync();
            store.Set(Web, new(99, 99));
        }

        var bytes = File.ReadAllBytes(LogPath);
        for (var cut = 1; cut < 40; cut++)
        {
            File.WriteAllBytes(LogPath, bytes[..^cut]);
            using var torn = Open();
            Assert.True(torn.TryGet(Web, out var checkpoint));
            Assert.Equal(new Checkpoint(10, 10), checkpoint);
        }
    }

    [Fact]
    public void A_flipped_bit_is_noticed_and_what_stands_before_it_is_kept()
    {
        using (var store = Open())
        {
            store.Set(Web, new(10, 10));
            store.Sync();
            store.Set(Web with { FileId = 18 }, new(99, 99));
        }

        var bytes = File.ReadAllBytes(LogPath);
        bytes[^20] ^= 4;
        File.WriteAllBytes(LogPath, bytes);
        using var damaged = Open();
        Assert.True(damaged.TryGet(Web, out _));
        Assert.False(damaged.TryGet(Web with { FileId = 18 }, out _));
    }

    [Fact]
    public void Random_bytes_are_no_checkpoints_and_no_crash()
    {
        var random = new Random(4711);
        for (var round = 0; round < 200; round++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            if (round % 2 == 0 && bytes.Length >= CheckpointLog.Header.Length)
            {
                CheckpointLog.Header.CopyTo(bytes);
            }

            File.WriteAllBytes(LogPath, bytes);
            using var store = Open();
            Assert.False(store.TryGet(Web, out _));
        }
    }

    [Fact]
    public void A_directory_in_use_is_refused_with_a_sentence()
    {
        using var first = Open();
        var refusal = Assert.Throws<IOException>(Open);
        Assert.Contains(directory.Path, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Checkpoints_that_nobody_touched_for_a_day_are_forgotten_and_others_are_not()
    {
        using (var store = Open())
        {
            store.Set(Web, new(1, 1));
            store.Set(Web with { FileId = 18 }, new(2, 2));
            time.Advance(TimeSpan.FromHours(23));
            store.Touch(Web);
            time.Advance(TimeSpan.FromHours(2));
            store.Set(Web with { FileId = 19 }, new(3, 3));
        }

        Open().Dispose();
        using var again = Open();
        Assert.True(again.TryGet(Web, out _));
        Assert.False(again.TryGet(Web with { FileId = 18 }, out _));
    }

    [Fact]
    public void Time_in_which_nobody_used_the_directory_does_not_count()
    {
        using (var store = Open())
        {
            store.Set(Web, new(1, 1));
        }

        time.Advance(TimeSpan.FromDays(30));
        Open().Dispose();
        using var again = Open();
        Assert.True(again.TryGet(Web, out _));
    }

    [Fact]
    public void Files_with_equal_heads_are_remembered_over_a_restart()
    {
        KnownFile[] files = [new(7, 0, 100, 1), new(7, 1, 101, 2), new(8, 0, 102, 3)];
        using (var store = Open())
        {
            Array.ForEach(files, store.Files.Remember);
        }

        using var again = Open();
        Assert.Equal(files[..2], again.Files.Find(7));
        Assert.Equal(files[2..], again.Files.Find(8));
    }

    [Fact]
    public void A_number_is_on_the_disk_before_its_file_is_told()
    {
        using var store = Open();
        store.Files.Remember(new(7, 0, 100, 1));
        var before = new FileInfo(LogPath).Length;
        store.Files.Remember(new(7, 1, 101, 2));
        Assert.True(new FileInfo(LogPath).Length > before);
    }

    [Fact]
    public void A_file_that_is_gone_is_forgotten_a_day_later_and_others_are_not()
    {
        using var store = Open();
        KnownFile[] files = [new(7, 0, 100, 1), new(7, 1, 101, 2)];
        Array.ForEach(files, store.Files.Remember);
        store.Files.Forget(files[0]);
        time.Advance(TimeSpan.FromHours(25));
        for (var i = 0; i < 100_000; i++)
        {
            store.Set(Web with { FileId = (ulong)i }, new(i, i));
        }

        store.Sync();
        store.Set(Web, new(1, 1));
        store.Sync();
        Assert.Equal([files[1]], store.Files.Find(7));
    }

    [Fact]
    public void Many_updates_do_not_make_the_file_grow_for_ever()
    {
        using var store = Open();
        for (var i = 0; i < 100_000; i++)
        {
            store.Set(Web with { FileId = (ulong)(i % 50) }, new(i, i));
            if (i % 20 == 0)
            {
                store.Sync();
            }
        }

        store.Sync();
        Assert.True(new FileInfo(LogPath).Length < 5 * 1024 * 1024);
    }

    private CheckpointStore Open() => new(directory.Path, time, NullLogger.Instance);
}
