using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>The buffer on a real directory.</summary>
public sealed class DiskBufferTests : IDisposable
{
    private readonly TempDirectory directory = new();

    private string Place => Path.Combine(directory.Path, "state", "buffer");

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_was_committed_is_there_after_a_restart()
    {
        using (var buffer = Open())
        {
            Append(buffer, "shop", 0, "one\n"u8);
            Append(buffer, "shop", 4, "two\n"u8);
        }

        using var again = Open();
        var stream = Assert.Single(again.Streams);
        Assert.Equal(("key", 17ul, "shop", 8L), (stream.Key, stream.FileId, stream.Log.Owner, stream.End));
        Assert.Equal("one\n"u8.ToArray(), Read(stream, 0));
        Assert.Equal("two\n"u8.ToArray(), Read(stream, 4));
        Assert.Equal("wo\n"u8.ToArray(), Read(stream, 5));
        Assert.Empty(Read(stream, 8));
    }

    [Fact]
    public void Nobody_else_may_read_it()
    {
        using var buffer = Open();
        Append(buffer, "shop", 0, "one\n"u8);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Place).UnixFileMode);
        Assert.All(new DirectoryInfo(Place).GetFiles(), f => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, f.UnixFileMode));
        Assert.Equal(2, Directory.GetFiles(Place).Length);
    }

    [Fact]
    public void Two_do_not_share_one()
    {
        using var buffer = Open();
        var refusal = Assert.Throws<IOException>(() => Open());
        Assert.Contains($"the disk buffer {Place} is in use by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_owner_whose_quota_is_full_is_told_so_and_does_not_hold_up_another()
    {
        using var buffer = Open();
        var bytes = new byte[10_000];
        var offset = 0L;
        while (buffer.Append("shop", "key", 17, offset, bytes, out var ticket) == AppendResult.Accepted)
        {
            Assert.True(DiskBuffer.Commit(ticket));
            offset += bytes.Length;
        }

        Assert.Equal(AppendResult.Full, buffer.Append("shop", "key", 17, offset, bytes, out _));
        Assert.InRange(buffer.HeldBy("shop"), 50_000, 100_000);
        Assert.Equal(Directory.GetFiles(Place, "*.segment").Sum(f => new FileInfo(f).Length), buffer.HeldBytes);
        Assert.Equal(AppendResult.Accepted, buffer.Append("bank", "key", 18, 0, bytes, out _));

        DiskBuffer.Acknowledge(buffer.Find("shop", "key", 17)!, "reader", offset / 2);
        Assert.Equal(AppendResult.Accepted, buffer.Append("shop", "key", 17, offset, bytes, out _));
    }

    [Fact]
    public void Segments_go_when_every_reader_has_acknowledged_them()
    {
        using var buffer = Open();
        for (var i = 0; i < 8; i++)
        {
            Append(buffer, "shop", i * 8000, new byte[8000]);
        }

        var stream = Assert.Single(buffer.Streams);
        DiskBuffer.Acknowledge(stream, "slow", 0);
        DiskBuffer.Acknowledge(stream, "fast", 64_000);
        Assert.Equal(64_000, Enumerable.Range(0, 8).Sum(i => Read(stream, i * 8000).Length));
        DiskBuffer.Acknowledge(stream, "slow", 33_000);
        Assert.Empty(Read(stream, 0));
        Assert.Equal(7000, Read(stream, 33_000).Length);
        DiskBuffer.Acknowledge(stream, "slow", 64_000);
        Assert.Empty(Directory.GetFiles(Place, "*.segment"));
        Assert.Equal(0, buffer.HeldBytes);
    }

    [Fact]
    public void Acknowledged_positions_are_known_after_a_restart()
    {
        using (var buffer = Open())
        {
            Append(buffer, "shop", 0, new byte[5000]);
            Append(buffer, "shop", 5000, new byte[5000]);
            DiskBuffer.Acknowledge(Assert.Single(buffer.Streams), "reader", 5000);
        }

        using var again = Open();
        Assert.Equal(5000, Assert.Single(again.Streams).Acknowledged);
    }

    [Fact]
    public async Task Appends_of_many_threads_share_syncs()
    {
        var disk = new CountingFiles();
        using var buffer = Open(disk);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                Assert.Equal(AppendResult.Accepted, buffer.Append("shop", $"key {t}", (ulong)t, i, [(byte)i], out var ticket));
                Assert.True(DiskBuffer.Commit(ticket));
            }
        })));

        Assert.InRange(disk.Syncs, 1, 200);
        Assert.All(buffer.Streams, s => Assert.Equal(50, s.End));
        Assert.All(buffer.Streams, s => Assert.Equal([25], Read(s, 25)[..1]));
    }

    [Fact]
    public void A_segment_that_failed_to_sync_is_never_synced_again()
    {
        var disk = new CountingFiles { FailingSyncs = 1 };
        using var buffer = Open(disk);
        Assert.Equal(AppendResult.Accepted, buffer.Append("shop", "key", 17, 0, "one\n"u8, out var ticket));
        Assert.False(DiskBuffer.Commit(ticket));
        Assert.Empty(buffer.Streams);
        Assert.True(DiskBuffer.Commit(ticket));
        Assert.Equal("one\n"u8.ToArray(), Read(Assert.Single(buffer.Streams), 0));
        Assert.Equal(2, disk.SyncedFiles.Distinct().Count());
        Assert.Equal(1, buffer.Counters.SyncFailures);
        Assert.Single(Directory.GetFiles(Place, "*.segment"));
    }

    [Fact]
    public void A_segment_of_a_later_version_is_neither_read_nor_removed()
    {
        Directory.CreateDirectory(Place);
        var name = new SegmentName(3, 4);
        var bytes = new byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(bytes, name);
        bytes[7] = 9;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), LogOperator.Pipeline.Buffering.Crc32C.Of(bytes.AsSpan(0, 28)));
        var path = Path.Combine(Place, name.ToString());
        File.WriteAllBytes(path, bytes);
        using var buffer = Open();
        Append(buffer, "shop", 0, "one\n"u8);
        Assert.Equal(bytes, File.ReadAllBytes(path));
        Assert.Equal(0, buffer.Counters.CorruptBytes);
    }

    [Fact]
    public void What_is_damaged_after_it_was_found_is_not_handed_out()
    {
        using var buffer = Open();
        Append(buffer, "shop", 0, "one\n"u8);
        Append(buffer, "shop", 4, "two\n"u8);
        var path = Assert.Single(Directory.GetFiles(Place, "*.segment"));
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Seek(SegmentFormat.HeaderLength + SegmentFormat.FrameLength + SegmentFormat.FixedLength + "shopkey".Length, SeekOrigin.Begin);
            file.WriteByte((byte)'x');
        }

        var stream = Assert.Single(buffer.Streams);
        Assert.Equal(-4, stream.Log.Read(stream, new byte[10], 0));
        Assert.Equal(-4, stream.Log.Read(stream, new byte[10], 0));
        Assert.Equal("two\n"u8.ToArray(), Read(stream, 4));
        Assert.Equal(1, buffer.Counters.CorruptEntries);
    }

    [Fact]
    public void A_segment_that_somebody_deleted_is_passed_over_and_counted()
    {
        using var buffer = Open();
        Append(buffer, "shop", 0, "one\n"u8);
        var stream = Assert.Single(buffer.Streams);
        File.Delete(Assert.Single(Directory.GetFiles(Place, "*.segment")));
        Assert.Equal(-3, stream.Log.Read(stream, new byte[10], 1));
        Assert.Equal(-4, stream.Log.Read(stream, new byte[10], 0));
        Assert.Equal(3, buffer.Counters.CorruptBytes);
    }

    [Fact]
    public void Tries_on_a_full_disk_leave_no_segments_behind()
    {
        var disk = new CountingFiles();
        using var buffer = Open(disk);
        Append(buffer, "shop", 0, "one\n"u8);
        disk.LargestWrite = 64;
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(AppendResult.Unavailable, buffer.Append("shop", "key", 17, 4, new byte[4096], out _));
        }

        Assert.Single(Directory.GetFiles(Place, "*.segment"));
        Assert.Equal(Directory.GetFiles(Place, "*.segment").Sum(f => new FileInfo(f).Length), buffer.HeldBytes);
        disk.LargestWrite = int.MaxValue;
        Append(buffer, "shop", 4, "two\n"u8);
        Assert.Equal("one\n"u8.ToArray(), Read(Assert.Single(buffer.Streams), 0));
        Assert.Equal("two\n"u8.ToArray(), Read(Assert.Single(buffer.Streams), 4));
    }

    private static void Append(DiskBuffer buffer, string owner, long offset, ReadOnlySpan<byte> bytes)
    {
        Assert.Equal(AppendResult.Accepted, buffer.Append(owner, "key", 17, offset, bytes, out var ticket));
        Assert.True(DiskBuffer.Commit(ticket));
    }

    private static byte[] Read(StoredStream stream, long offset)
    {
        var bytes = new byte[10_000];
        return bytes[..(int)stream.Log.Read(stream, bytes, offset)];
    }

    private DiskBuffer Open(IDurableFiles? files = null) => DiskBuffer.Open(
        new DiskBufferOptions { Directory = Place, OwnerQuotaBytes = 100_000, QuotaBytes = 1_000_000, SegmentBytes = 16_000 },
        files ?? DurableFiles.Instance,
        NullLogger.Instance);
}
