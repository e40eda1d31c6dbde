using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

public sealed class RecordJoinerTests
{
    private const string T = LinesUnderTest.Stamp;

    [Fact]
    public void What_is_held_of_an_earlier_file_is_the_oldest_though_the_clock_was_set_back()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{LinesUnderTest.Stamp} stderr P a\n");
        lines.Now -= TimeSpan.FromHours(1);
        lines.NextFile();
        lines.Add($"{LinesUnderTest.Stamp} stdout P b\n");
        Assert.Equal((1UL, 0L), (lines.Joiner.HeldFileId, lines.Joiner.HeldFrom));
    }

    [Fact]
    public void Whole_line_is_one_record_that_owns_its_bytes()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout F a\n{T} stderr F b\n");
        var length = T.Length + " stdout F a\n".Length;
        Assert.Equal(["a", "b"], lines.Bodies);
        Assert.Equal([0L, length], lines.Records.Select(r => r.Id.Offset));
        Assert.Equal([length, 2L * length], lines.Records.Select(r => r.End));
        Assert.Equal([LineFlags.Stdout, LineFlags.Stderr], lines.Records.Select(r => r.Flags));
        Assert.All(lines.Records, r => Assert.Equal(T, r.Time));
        Assert.Equal((1UL, 0L, 2L * length, long.MaxValue), lines.Batches.Single());
    }

    [Fact]
    public void Parts_of_both_streams_join_although_they_interleave()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P a1\n{T} stderr P b1\n{T} stdout P a2\n{T} stderr F b2\n{T} stdout F a3\n{T} stdout F c\n");
        Assert.Equal(["b1b2", "a1a2a3", "c"], lines.Bodies);
        var length = T.Length + " stdout F a1\n".Length;
        Assert.Equal([length, 0L], lines.Records.Take(2).Select(r => r.Id.Offset));
        Assert.Equal([4L * length, 5L * length], lines.Records.Take(2).Select(r => r.End));
        Assert.Equal(2, lines.Joiner.Joined);
        Assert.False(lines.Joiner.IsHolding);
    }

    [Fact]
    public void Held_part_keeps_the_offset_back_until_its_end_comes()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout F first\n");
        var start = lines.Batches[0].To;
        lines.Add($"{T} stdout P held\n{T} stderr F other\n");
        Assert.Equal(start, lines.Batches[1].HeldFrom);
        Assert.Equal((1UL, start), (lines.Joiner.HeldFileId, lines.Joiner.HeldFrom));
        lines.Add($"{T} stdout F  end\n");
        Assert.Equal(long.MaxValue, lines.Batches[2].HeldFrom);
        Assert.Equal(["first", "other", "held end"], lines.Bodies);
        Assert.Equal(start, lines.Records[^1].Id.Offset);
    }

    [Fact]
    public void Record_that_ends_in_the_next_file_belongs_to_the_one_where_it_began()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout F x\n{T} stdout P a1\n{T} stdout P a2\n");
        var (from, to) = (lines.Batches[0].HeldFrom, lines.Batches[0].To);
        lines.NextFile();
        lines.Add($"{T} stdout F a3\n{T} stdout F y\n");
        Assert.Equal(["x", "a1a2a3", "y"], lines.Bodies);
        Assert.Equal(new RecordId(1, from, 0), lines.Records[1].Id);
        Assert.Equal(to, lines.Records[1].End);
        Assert.Equal(2UL, lines.Records[2].Id.FileId);
        Assert.Equal([(1UL, to, to, long.MaxValue), (2UL, 0L, 2L * (T.Length + " stdout F y\n".Length) + 1, long.MaxValue)], lines.Batches[1..]);
    }

    [Fact]
    public void Parts_of_both_streams_held_over_a_rotation_complete_in_one_earlier_batch()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P a1\n{T} stderr P b1\n");
        lines.NextFile();
        lines.Add($"{T} stderr F b2\n");
        Assert.Equal((1UL, 0L), (lines.Batches[1].File, lines.Batches[1].HeldFrom));
        lines.Add($"{T} stdout F a2\n");
        Assert.Equal(["b1b2", "a1a2"], lines.Bodies);
        Assert.Equal([1UL, 1UL, 2UL, 1UL, 2UL], lines.Batches.Select(b => b.File));
    }

    [Fact]
    public void Part_whose_end_does_not_come_goes_out_marked_after_the_timeout()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P lonely\n");
        lines.Now += TimeSpan.FromSeconds(4);
        lines.Expire();
        Assert.Empty(lines.Records);
        lines.Now += TimeSpan.FromSeconds(1);
        lines.Expire();
        Assert.Equal(("lonely", LineFlags.Stdout | LineFlags.Partial, T), (lines.Records[0].Body, lines.Records[0].Flags, lines.Records[0].Time));
        lines.Add($"{T} stdout F late end\n");
        Assert.Equal(["lonely", "late end"], lines.Bodies);
        Assert.Equal(2, lines.Records.Select(r => r.Id).Distinct().Count());
    }

    [Fact]
    public void End_of_a_stream_sends_what_is_held()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P a\n{T} stderr P b\n");
        lines.End();
        Assert.Equal(["a", "b"], lines.Bodies);
        Assert.All(lines.Records, r => Assert.True(r.Flags.HasFlag(LineFlags.Partial)));
        lines.End();
        Assert.Equal(2, lines.Records.Count);
    }

    [Fact]
    public void Character_that_the_runtime_cut_is_whole_again()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        var text = new string('x', 16383) + "äöü€😀";
        var bytes = Encoding.UTF8.GetBytes(text);
        lines.Add([.. Encoding.UTF8.GetBytes($"{T} stdout P "), .. bytes[..16384], (byte)'\n', .. Encoding.UTF8.GetBytes($"{T} stdout F "), .. bytes[16384..], (byte)'\n']);
        Assert.Equal([text], lines.Bodies);
    }

    [Fact]
    public void Stream_that_is_not_wanted_is_filtered_line_by_line()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default with { Stderr = false });
        lines.Add($"{T} stdout P a1\n{T} stderr P b1\n{T} stderr F b2\n{T} stdout F a2\n");
        Assert.Equal(["a1a2"], lines.Bodies);
        Assert.Equal(2, lines.Records.Count(r => r.Fate == Fate.Filtered));
        Assert.Equal(2L * (T.Length + " stderr P b1\n".Length), lines.Records.Where(r => r.Fate == Fate.Filtered).Sum(r => r.End - r.Id.Offset));
    }

    [Fact]
    public void Malformed_line_is_a_record_of_its_own()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P a1\nhalf a line{T} stdout F a2\n{T} stdout F a3\n");
        Assert.Equal([$"half a line{T} stdout F a2", "a1a3"], lines.Bodies);
        Assert.Equal(LineFlags.Malformed, lines.Records[0].Flags);
    }

    [Theory]
    [InlineData(LineOverflow.Truncate)]
    [InlineData(LineOverflow.Split)]
    [InlineData(LineOverflow.Drop)]
    public void Long_line_is_cut_split_or_dropped_and_the_next_has_the_right_offset(LineOverflow overflow)
    {
        foreach (var plain in (bool[])[true, false])
        {
            using var lines = new LinesUnderTest(LinesUnderTest.Default with { MaxBytes = 1000, OnExceed = overflow }, plain ? FileFormat.Plain : FileFormat.Cri);
            var prefix = plain ? "" : $"{T} stdout F ";
            var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i % 10}€"));
            lines.Add($"{prefix}{text}\n{prefix}next\n");
            var last = lines.Records[^1];
            Assert.Equal("next", last.Body);
            Assert.Equal(prefix.Length + 2000 + 1, last.Id.Offset);
            AssertCut(overflow, text, lines.Records[..^1]);
        }
    }

    [Theory]
    [InlineData(LineOverflow.Truncate)]
    [InlineData(LineOverflow.Split)]
    [InlineData(LineOverflow.Drop)]
    public void Long_line_in_many_parts_is_cut_split_or_dropped(LineOverflow overflow)
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default with { MaxBytes = 1000, OnExceed = overflow });
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i % 10}€"));
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < bytes.Length; at += 333)
        {
            var part = bytes[at..Math.Min(bytes.Length, at + 333)];
            lines.Add([.. Encoding.UTF8.GetBytes($"{T} stdout {(at + 333 < bytes.Length ? 'P' : 'F')} "), .. part, (byte)'\n']);
        }

        lines.Add($"{T} stdout F next\n");
        Assert.Equal("next", lines.Records[^1].Body);
        AssertCut(overflow, text, lines.Records[..^1]);
    }

    [Theory]
    [InlineData(LineOverflow.Truncate)]
    [InlineData(LineOverflow.Split)]
    [InlineData(LineOverflow.Drop)]
    public void Line_that_was_read_in_pieces_is_cut_split_or_dropped(LineOverflow overflow)
    {
        foreach (var plain in (bool[])[true, false])
        {
            using var lines = new LinesUnderTest(LinesUnderTest.Default with { MaxBytes = 1000, OnExceed = overflow }, plain ? FileFormat.Plain : FileFormat.Cri);
            var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{i % 10}€"));
            lines.Add((plain ? "" : $"{T} stdout F ") + text[..200]);
            lines.Add(Encoding.UTF8.GetBytes(text[200..600]), BlockPlace.InsideLine);
            lines.Add(Encoding.UTF8.GetBytes(text[600..] + $"\n{(plain ? "" : $"{T} stdout F ")}next\n"), BlockPlace.InsideLine);
            Assert.Equal("next", lines.Records[^1].Body);
            AssertCut(overflow, text, lines.Records[..^1]);
        }
    }

    [Fact]
    public void Pieces_of_an_unwanted_line_are_filtered_too()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default with { Stdout = false });
        lines.Add($"{T} stdout F abc");
        lines.Add("def"u8.ToArray(), BlockPlace.InsideLine);
        lines.Add(Encoding.UTF8.GetBytes($"ghi\n{T} stderr F next\n"), BlockPlace.InsideLine);
        Assert.Equal(["next"], lines.Bodies);
    }

    [Fact]
    public void Beyond_the_shared_bound_parts_go_out_marked_instead_of_growing()
    {
        var memory = new HeldMemory(100);
        using var lines = new LinesUnderTest(LinesUnderTest.Default, memory: memory.Of("shop"));
        for (var i = 0; i < 10; i++)
        {
            lines.Add($"{T} stdout P {new string((char)('a' + i), 40)}\n");
            Assert.InRange(memory.Used, 0, 100);
        }

        lines.Add($"{T} stdout F end\n");
        Assert.Equal(string.Concat(Enumerable.Range(0, 10).Select(i => new string((char)('a' + i), 40))) + "end", string.Concat(lines.Bodies));
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public void Part_that_is_sent_on_for_room_while_it_is_read_again_is_not_taken_for_handled()
    {
        var memory = new HeldMemory(100);
        using var lines = new LinesUnderTest(LinesUnderTest.Default, memory: memory.Of("shop"));
        var text = $"{T} stdout P {new string('a', 60)}\n{T} stdout P {new string('b', 60)}\n";
        lines.Add(Encoding.UTF8.GetBytes(text), handledUpTo: text.Length);
        lines.Add($"{T} stdout F end\n");
        Assert.Equal([new string('a', 60), new string('b', 60) + "end"], lines.Bodies);
    }

    [Fact]
    public void Lines_before_the_asked_offset_are_left_out()
    {
        var joiner = new RecordJoiner(LinesUnderTest.Default);
        var bytes = "a\nb\nc\n"u8.ToArray();
        var index = new LineIndex();
        LineFramer.Frame(bytes, FileFormat.Plain, BlockPlace.LineStart, ref index);
        var block = new Block(bytes.Length);
        bytes.CopyTo(block.Span);
        var chunk = new Chunk(block, new BlockPool(1, 0), 1, 100, bytes.Length, index.Take(), 3);
        var batch = joiner.Join(chunk, 102, BatchAttributes.Empty, DateTimeOffset.UnixEpoch)[0];
        Assert.Equal((2, 102L, 106L), (batch.Count, batch[0].Start, batch[1].End));
        batch.Release();
        chunk.Release();
    }

    [Fact]
    public void Joining_whole_lines_allocates_nothing_per_line()
    {
        var joiner = new RecordJoiner(LinesUnderTest.Default);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat($"{T} stdout F some line of text\n", 1000)));
        var allocated = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var index = new LineIndex();
            LineFramer.Frame(bytes, FileFormat.Cri, BlockPlace.LineStart, ref index);
            var block = new Block(bytes.Length);
            bytes.CopyTo(block.Span);
            var count = index.Count;
            var chunk = new Chunk(block, new BlockPool(1, 0), 1, 0, bytes.Length, index.Take(), count);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var records = 0;
            foreach (var batch in joiner.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch))
            {
                records += batch.Count;
                batch.Release();
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(1000, records);
            chunk.Release();
        }

        Assert.InRange(allocated, 0, 200);
    }

    private static void AssertCut(LineOverflow overflow, string text, List<FollowerFixture.TailedRecord> records)
    {
        switch (overflow)
        {
            case LineOverflow.Truncate:
                var cut = Assert.Single(records);
                Assert.True(cut.Flags.HasFlag(LineFlags.Truncated));
                Assert.Equal(text[..500], cut.Body);
                break;
            case LineOverflow.Split:
                Assert.Equal(text, string.Concat(records.Select(r => r.Body)));
                Assert.All(records, r => Assert.InRange(Encoding.UTF8.GetByteCount(r.Body), 1, 1000));
                Assert.All(records.SkipLast(1), r => Assert.True(r.Flags.HasFlag(LineFlags.Partial)));
                Assert.False(records[^1].Flags.HasFlag(LineFlags.Partial));
                Assert.Equal(records.Count, records.Select(r => r.Id).Distinct().Count());
                Assert.Equal(records.Skip(1).Select(r => r.Id.Offset), records.SkipLast(1).Select(r => r.End));
                break;
            default:
                Assert.Equal(Fate.TooLong, Assert.Single(records).Fate);
                break;
        }
    }

    [Fact]
    public void The_line_that_begins_a_file_is_not_the_rest_of_one_without_newline_at_the_end_of_the_file_before()
    {
        using var lines = new LinesUnderTest(LinesUnderTest.Default);
        lines.Add($"{T} stdout P torn");
        lines.NextFile();
        lines.Add($"{T} stderr F other\n{T} stdout F  end\n");
        Assert.Equal(["torn end", "other"], lines.Bodies);
    }
}
