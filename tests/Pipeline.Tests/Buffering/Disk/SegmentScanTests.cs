using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>What the parser of segments makes of bytes that nobody wrote so: no exception, no entry that was not written, every byte accounted for.</summary>
[Trait("SecondRun", "Never")]
public sealed class SegmentScanTests
{
    private static readonly SegmentName Name = new(7, 0x1234_5678_9abc_def0);

    [Fact]
    public void A_sound_segment_has_all_its_entries_and_an_end()
    {
        var (bytes, contents) = Some(new Random(1), 20, isEnded: true);
        var scan = SegmentScan.Of(bytes, Name);
        Assert.Equal(contents, Contents(bytes, scan));
        Assert.Equal((true, 0L, 0L), (scan.IsEnded, scan.DamagedBytes, scan.LostEntries));
    }

    [Fact]
    public void Behind_damage_it_goes_on_at_the_next_entry_and_knows_how_many_are_lost()
    {
        var (bytes, contents) = Some(new Random(2), 20, isEnded: true);
        var scan = SegmentScan.Of(bytes, Name);
        var (from, to) = (scan.Entries[5].Position, scan.Entries[8].Content + 3);
        bytes.AsSpan(from, to - from).Fill(0xAA);

        var damaged = SegmentScan.Of(bytes, Name);
        Assert.Equal([.. contents[..5], .. contents[9..]], Contents(bytes, damaged));
        Assert.Equal((4L, (long)scan.Entries[8].End - from), (damaged.LostEntries, damaged.DamagedBytes));
    }

    [Fact]
    public void A_torn_end_costs_the_entries_that_are_torn()
    {
        var (bytes, contents) = Some(new Random(3), 5, isEnded: false);
        var scan = SegmentScan.Of(bytes, Name);
        for (var length = scan.Entries[^1].Position + 1; length < bytes.Length; length++)
        {
            var torn = SegmentScan.Of(bytes.AsSpan(0, length), Name);
            Assert.Equal(contents[..^1], Contents(bytes, torn));
            Assert.Equal((1L, (long)length - scan.Entries[^1].Position), (torn.LostEntries, torn.DamagedBytes));
        }
    }

    [Fact]
    public void A_destroyed_header_does_not_cost_the_entries()
    {
        var (bytes, contents) = Some(new Random(4), 5, isEnded: true);
        bytes.AsSpan(0, SegmentFormat.HeaderLength).Clear();
        var scan = SegmentScan.Of(bytes, Name);
        Assert.Equal(contents, Contents(bytes, scan));
        Assert.Equal((SegmentFormat.HeaderLength, 0L), (scan.DamagedBytes, scan.LostEntries));
    }

    [Fact]
    public void A_segment_of_another_version_is_left_alone()
    {
        var (bytes, _) = Some(new Random(5), 5, isEnded: true);
        bytes[7] = 2;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), LogOperator.Pipeline.Buffering.Crc32C.Of(bytes.AsSpan(0, 28)));
        var scan = SegmentScan.Of(bytes, Name);
        Assert.True(scan.IsForeign);
        Assert.Empty(scan.Entries);
    }

    [Fact]
    public void A_line_that_looks_like_an_entry_is_none()
    {
        // Somebody who knows the format, but not the salt, logs a whole segment; then the entry around it is damaged.
        var forged = Some(new Random(6), 3, isEnded: false, new SegmentName(7, 0)).Bytes;
        var bytes = Build(Name, [SegmentFormat.Content(EntryKind.Data, "shop", "key", 1, 0, forged)]);
        bytes[SegmentFormat.HeaderLength + 8] ^= 1;
        Assert.Empty(SegmentScan.Of(bytes, Name).Entries);
    }

    [Fact]
    public void Many_markers_take_no_more_time_than_other_bytes()
    {
        var bytes = new byte[4 * 1024 * 1024];
        for (var i = 0; i + SegmentFormat.Marker.Length <= bytes.Length; i += SegmentFormat.Marker.Length)
        {
            SegmentFormat.Marker.CopyTo(bytes.AsSpan(i));
        }

        var scan = SegmentScan.Of(bytes, Name);
        Assert.Equal((0, bytes.Length), (scan.Entries.Count, scan.DamagedBytes));
    }

    [Fact]
    public void Random_bytes_hold_no_entries()
    {
        for (var seed = 1; seed <= 500 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(2000)];
            random.NextBytes(bytes);
            if (bytes.Length > 100 && random.Next(2) == 0)
            {
                SegmentFormat.WriteHeader(bytes, Name);
                SegmentFormat.Marker.CopyTo(bytes.AsSpan(SegmentFormat.HeaderLength));
            }

            AssertAccounted(bytes, SegmentScan.Of(bytes, Name), [], seed);
        }
    }

    [Fact]
    public void Changed_segments_hold_nothing_that_was_not_written()
    {
        for (var seed = 1; seed <= 500 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var (bytes, contents) = Some(random, random.Next(20), random.Next(2) == 0);
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                bytes = Mutation.Of(bytes, random);
            }

            AssertAccounted(bytes, SegmentScan.Of(bytes, Name), contents, seed);
        }
    }

    private static void AssertAccounted(byte[] bytes, SegmentScan scan, IReadOnlyList<string> written, int seed)
    {
        if (scan.IsForeign)
        {
            return;
        }

        var header = scan.Version < 0 ? 0 : SegmentFormat.HeaderLength;
        Assert.True(bytes.Length == header + scan.DamagedBytes + scan.Entries.Sum(e => (long)e.End - e.Position), $"seed {seed}: bytes are not accounted for");
        Assert.True(Contents(bytes, scan).All(written.Contains), $"seed {seed}: an entry that was not written");
    }

    private static List<string> Contents(byte[] bytes, SegmentScan scan) =>
        [.. scan.Entries.Where(e => e.Head.Kind != EntryKind.End).Select(e => Convert.ToHexString(bytes.AsSpan(e.Content, e.Head.Length)))];

    private static (byte[] Bytes, List<string> Contents) Some(Random random, int count, bool isEnded, SegmentName? name = null)
    {
        var contents = new List<byte[]>();
        for (var i = 0; i < count; i++)
        {
            var payload = new byte[random.Next(200)];
            random.NextBytes(payload);
            contents.Add(random.Next(5) == 0
                ? SegmentFormat.Content(EntryKind.Position, "shop", $"key {i % 3}", (ulong)i, i * 10, "reader"u8)
                : SegmentFormat.Content(EntryKind.Data, "shop", $"key {i % 3}", (ulong)i, i * 10, payload));
        }

        var all = isEnded ? contents.Append(SegmentFormat.Content(EntryKind.End, "shop", "", 0, 0, [])) : contents;
        return (Build(name ?? Name, all), [.. contents.Select(Convert.ToHexString)]);
    }

    private static byte[] Build(SegmentName name, IEnumerable<byte[]> contents)
    {
        var bytes = new byte[SegmentFormat.HeaderLength];
        SegmentFormat.WriteHeader(bytes, name);
        var ordinal = 0u;
        foreach (var content in contents)
        {
            var frame = new byte[SegmentFormat.FrameLength];
            SegmentFormat.WriteFrame(frame, content, name.Salt, bytes.Length, ordinal++);
            bytes = [.. bytes, .. frame, .. content];
        }

        return bytes;
    }
}
