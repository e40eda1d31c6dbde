using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Multiline;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

/// <summary>Records of several lines, as the joiner makes them.</summary>
public sealed class LineGrouperTests
{
    private const string T = LinesUnderTest.Stamp;
    private static readonly JoinOptions Java = With(new TraceGrouping(MultilinePreset.Java));

    [Fact]
    public void Lines_that_belong_together_are_one_record_that_owns_them_all()
    {
        using var lines = new LinesUnderTest(Java);
        lines.Add(Stdout("before", "failed", "\tat a", "\tat b", "after", "last"));
        Assert.Equal(["before", "failed\n\tat a\n\tat b", "after"], lines.Bodies);
        var length = Stdout("before").Length;
        Assert.Equal((length, Stdout("before", "failed", "\tat a", "\tat b").Length), (lines.Records[1].Id.Offset, lines.Records[1].End));
        Assert.Equal((LineFlags.Stdout, T), (lines.Records[1].Flags, lines.Records[1].Time));
        Assert.Equal(1, lines.Joiner.Joined);
        Assert.True(lines.Joiner.IsHolding);
    }

    [Fact]
    public void Lines_of_a_plain_file_are_joined_too()
    {
        using var lines = new LinesUnderTest(Java, FileFormat.Plain);
        lines.Add("failed\r\n\tat a\r\nnext\nlast\n");
        lines.End();
        Assert.Equal(["failed\n\tat a", "next", "last"], lines.Bodies);
        Assert.Equal([0L, 15L, 20L], lines.Records.Select(r => r.Id.Offset));
    }

    [Fact]
    public void Traces_of_both_streams_are_apart_although_they_interleave()
    {
        using var lines = new LinesUnderTest(Java);
        lines.Add($"{T} stdout F a\n{T} stderr F b\n{T} stdout F \tat a1\n{T} stderr F \tat b1\n{T} stderr F \tat b2\n{T} stdout F c\n{T} stderr F d\n");
        lines.End();
        Assert.Equal(["a\n\tat a1", "b\n\tat b1\n\tat b2", "c", "d"], lines.Bodies);
        Assert.Equal([LineFlags.Stdout, LineFlags.Stderr, LineFlags.Stdout, LineFlags.Stderr], lines.Records.Select(r => r.Flags));
    }

    [Fact]
    public void Parts_that_the_runtime_cut_are_joined_before_lines_are()
    {
        using var lines = new LinesUnderTest(Java);
        lines.Add($"{T} stdout P fai\n{T} stdout F led\n{T} stdout P \ta\n{T} stderr F other\n{T} stdout F t a\n{T} stdout F \tat b\n{T} stdout F next\n");
        lines.End();
        Assert.Equal(["failed\n\tat a\n\tat b", "next", "other"], lines.Bodies.Order(StringComparer.Ordinal));
        Assert.Equal(0, lines.Records.Single(r => r.Body.StartsWith("failed", StringComparison.Ordinal)).Id.Offset);
        Assert.Equal(1, lines.Joiner.Joined);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void The_records_do_not_depend_on_how_much_is_read_at_once(int lineCount)
    {
        var text = Enumerable.Range(0, 300).Select(i => $"{T} {(i % 3 == 0 ? "stderr" : "stdout")} {(i % 7 == 0 ? 'P' : 'F')} {(i % 5 < 2 ? "line" : "\tat")} {i}\n").ToList();
        using var whole = new LinesUnderTest(Java);
        whole.Add(string.Concat(text));
        whole.End();
        using var pieces = new LinesUnderTest(Java);
        foreach (var piece in text.Chunk(lineCount))
        {
            pieces.Add(string.Concat(piece));
        }

        pieces.End();
        Assert.Equal(whole.Records, pieces.Records);
        Assert.Contains(whole.Records, r => r.Body.Contains('\n', StringComparison.Ordinal));
    }

    [Fact]
    public void Trace_that_a_rotation_splits_stays_one_record_of_the_file_where_it_began()
    {
        using var lines = new LinesUnderTest(Java);
        lines.Add(Stdout("before", "failed", "\tat a"));
        Assert.Equal((1UL, (long)Stdout("before").Length), (lines.Joiner.HeldFileId, lines.Joiner.HeldFrom));
        Assert.Equal(Stdout("before").Length, lines.Batches[0].HeldFrom);
        var end = lines.Batches[0].To;
        lines.NextFile();
        lines.Add(Stdout("\tat b"));
        Assert.Equal((1UL, (long)Stdout("before").Length), (lines.Joiner.HeldFileId, lines.Joiner.HeldFrom));
        lines.Add(Stdout("after", "last"));
        Assert.Equal(["before", "failed\n\tat a\n\tat b", "after"], lines.Bodies);
        Assert.Equal((new RecordId(1, Stdout("before").Length, 0), end), (lines.Records[1].Id, lines.Records[1].End));
        Assert.Equal(new RecordId(2, Stdout("\tat b").Length, 0), lines.Records[2].Id);
        Assert.Equal([1UL, 2UL, 1UL, 2UL], lines.Batches.Select(b => b.File));
    }

    [Fact]
    public void Record_whose_next_line_does_not_come_goes_out_unmarked_after_the_timeout()
    {
        var time = new ManualTimeProvider();
        using var lines = new LinesUnderTest(Java) { Now = time.GetUtcNow() };
        lines.Add(Stdout("failed", "\tat a"));
        time.Advance(TimeSpan.FromSeconds(2));
        lines.Now = time.GetUtcNow();
        lines.Expire();
        Assert.Empty(lines.Records);
        time.Advance(TimeSpan.FromSeconds(1));
        lines.Now = time.GetUtcNow();
        lines.Expire();
        Assert.Equal(("failed\n\tat a", LineFlags.Stdout), (lines.Records[0].Body, lines.Records[0].Flags));
        Assert.False(lines.Joiner.IsHolding);
        lines.Add(Stdout("\tat late", "next"));
        Assert.Equal(["failed\n\tat a", "\tat late"], lines.Bodies);
    }

    [Fact]
    public void Record_whose_end_does_not_come_goes_out_marked_after_the_timeout()
    {
        foreach (var (grouping, text) in new (ILineGrouping, string)[]
        {
            (PatternGrouping.Of("^{", null, "^}"), "{"),
            (new TraceGrouping(MultilinePreset.Python), "Traceback (most recent call last):"),
        })
        {
            using var lines = new LinesUnderTest(With(grouping));
            lines.Add(Stdout(text, "  File \"a.py\""));
            lines.Now += TimeSpan.FromSeconds(3);
            lines.Expire();
            Assert.Equal((text + "\n  File \"a.py\"", LineFlags.Stdout | LineFlags.Partial), (lines.Records[0].Body, lines.Records[0].Flags));
        }
    }

    [Fact]
    public void Record_that_its_end_pattern_ends_goes_out_at_once()
    {
        using var lines = new LinesUnderTest(With(PatternGrouping.Of("^{", null, "^}")));
        lines.Add(Stdout("alone", "{", " a", "}"));
        Assert.Equal(["alone", "{\n a\n}"], lines.Bodies);
        Assert.All(lines.Records, r => Assert.Equal(LineFlags.Stdout, r.Flags));
        Assert.False(lines.Joiner.IsHolding);
    }

    [Fact]
    public void Record_with_too_many_lines_is_cut_and_marked()
    {
        using var lines = new LinesUnderTest(With(new TraceGrouping(MultilinePreset.Java), maxLines: 3));
        lines.Add(Stdout(["failed", .. Enumerable.Range(1, 6).Select(i => $"\tat {i}"), "next", "\tat 1", "\tat 2", "last"]));
        lines.End();
        Assert.Equal(["failed\n\tat 1\n\tat 2", "\tat 3\n\tat 4\n\tat 5", "\tat 6", "next\n\tat 1\n\tat 2", "last"], lines.Bodies);
        Assert.Equal([true, true, false, false, false], lines.Records.Select(r => r.Flags.HasFlag(LineFlags.Partial)));
        Assert.Equal(lines.Records.SkipLast(1).Select(r => r.End), lines.Records.Skip(1).Select(r => r.Id.Offset));
    }

    [Theory]
    [InlineData(LineOverflow.Truncate)]
    [InlineData(LineOverflow.Split)]
    [InlineData(LineOverflow.Drop)]
    public void Record_that_is_too_long_is_cut_split_or_dropped(LineOverflow overflow)
    {
        using var lines = new LinesUnderTest(Java with { MaxBytes = 100, OnExceed = overflow });
        var frames = Enumerable.Range(0, 40).Select(i => $"\tat €{i:00}").ToList();
        lines.Add(Stdout(["failed", .. frames, "next"]));
        lines.End();
        var text = "failed\n" + string.Join('\n', frames);
        var records = lines.Records.SkipLast(1).ToList();
        Assert.Equal(("next", (long)Encoding.UTF8.GetByteCount(Stdout(["failed", .. frames]))), (lines.Records[^1].Body, lines.Records[^1].Id.Offset));
        Assert.All(records, r => Assert.InRange(Encoding.UTF8.GetByteCount(r.Body), 0, 100));
        switch (overflow)
        {
            case LineOverflow.Truncate:
                var cut = Assert.Single(records);
                Assert.StartsWith(cut.Body, text, StringComparison.Ordinal);
                Assert.Equal((LineFlags.Stdout | LineFlags.Truncated, lines.Records[^1].Id.Offset), (cut.Flags, cut.End));
                break;
            case LineOverflow.Split:
                Assert.Equal(text, string.Join('\n', records.Select(r => r.Body)));
                Assert.All(records.SkipLast(1), r => Assert.True(r.Flags.HasFlag(LineFlags.Partial)));
                Assert.False(records[^1].Flags.HasFlag(LineFlags.Partial));
                break;
            default:
                Assert.Equal(Fate.TooLong, Assert.Single(records).Fate);
                break;
        }
    }

    [Fact]
    public void Line_that_is_too_long_by_itself_is_a_record_of_its_own()
    {
        using var lines = new LinesUnderTest(Java with { MaxBytes = 10 });
        lines.Add(Stdout("failed", "\tat " + new string('x', 20), "next"));
        lines.End();
        Assert.Equal(["failed", "\tat xxxxxx", "next"], lines.Bodies);
        Assert.Equal([LineFlags.Stdout, LineFlags.Stdout | LineFlags.Truncated, LineFlags.Stdout], lines.Records.Select(r => r.Flags));
    }

    [Fact]
    public void Beyond_the_shared_bound_records_go_out_marked_instead_of_growing()
    {
        var memory = new HeldMemory(100);
        using var lines = new LinesUnderTest(Java, memory: memory.Of("shop"));
        lines.Add(Stdout(["failed", .. Enumerable.Repeat("\tat somewhere", 50), "next"]));
        lines.End();
        Assert.Equal(50, lines.Records.Sum(r => r.Body.Split("\tat").Length - 1));
        Assert.True(lines.Records[0].Flags.HasFlag(LineFlags.Partial));
        Assert.Equal(0, memory.Used);
    }

    [Fact]
    public void Lines_that_are_no_text_of_the_stream_do_not_break_a_trace()
    {
        using var lines = new LinesUnderTest(Java with { Stderr = false });
        lines.Add(Stdout("failed") + $"{T} stderr F no\n\0\0\0" + Stdout("\tat a", "next"));
        lines.End();
        Assert.Equal(["failed\n\tat a", "next"], lines.Bodies);
    }

    [Fact]
    public void What_was_complete_before_a_restart_is_handled_and_what_was_held_is_not()
    {
        var before = $"{T} stderr F error\n" + Stdout("one", "failed", "\tat a");
        var after = Stdout("next") + $"{T} stderr F \tat b\n{T} stderr F other\n";
        var batch = Read(Java, before + after, handledUpTo: before.Length);
        Assert.Equal([("one", Fate.Handled), ("failed\n\tat a", Fate.Live), ("error\n\tat b", Fate.Live)], batch);
    }

    [Fact]
    public void Record_that_a_limit_cut_is_taken_again_after_a_restart()
    {
        var before = $"{T} stderr F held\n" + Stdout("failed", "\tat a", "\tat b", "next", "last");
        Assert.Equal(
            [("failed\n\tat a", Fate.Live), ("\tat b", Fate.Handled), ("next", Fate.Handled)],
            Read(With(new TraceGrouping(MultilinePreset.Java), maxLines: 2), before, before.Length));
    }

    [Fact]
    public void Record_of_which_it_is_not_known_whether_it_began_before_a_restart_is_taken_again()
    {
        var before = $"{T} stderr F held\n" + Stdout("\tat a", "\tat b", "one", "two", "three");
        Assert.Equal([("\tat a\n\tat b", Fate.Live), ("one", Fate.Handled), ("two", Fate.Handled)], Read(Java, before, before.Length));
    }

    [Fact]
    public void Grouping_allocates_nothing_per_line()
    {
        var joiner = new RecordJoiner(With(new TraceGrouping(MultilinePreset.Auto)));
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Stdout("INFO an ordinary line", "failed", "\tat a", "\tat b"), 500)));
        var allocated = long.MaxValue;
        for (var round = 0; round < 5; round++)
        {
            var chunk = ChunkOf(text);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var batch in joiner.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch))
            {
                batch.Release();
            }

            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - before);
            chunk.Release();
        }

        Assert.InRange(allocated, 0, 300);
    }

    [Fact]
    public void Line_that_is_followed_by_another_record_is_never_copied()
    {
        var joiner = new RecordJoiner(Java);
        var chunk = ChunkOf(Encoding.UTF8.GetBytes(Stdout([.. Enumerable.Repeat("INFO a line", 100)])));
        var batch = Assert.Single(joiner.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch).ToArray());
        Assert.Equal((99, 0), (batch.Count, batch.Arena.Length));
        batch.Release();
        chunk.Release();
        joiner.Dispose();
    }

    private static JoinOptions With(ILineGrouping grouping, int maxLines = 500) =>
        LinesUnderTest.Default with { Groups = new GroupOptions(grouping, maxLines, TimeSpan.FromSeconds(3)) };

    private static string Stdout(params string[] lines) => string.Concat(lines.Select(l => $"{T} stdout F {l}\n"));

    private static List<(string Body, Fate Fate)> Read(JoinOptions options, string text, long handledUpTo)
    {
        using var joiner = new RecordJoiner(options);
        var chunk = ChunkOf(Encoding.UTF8.GetBytes(text));
        var batch = joiner.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch, handledUpTo)[0];
        chunk.Release();
        var records = new List<(string, Fate)>();
        for (var i = 0; i < batch.Count; i++)
        {
            records.Add((Encoding.UTF8.GetString(batch[i].Body.Bytes), batch[i].Fate));
        }

        batch.Release();
        return records;
    }

    private static Chunk ChunkOf(byte[] bytes)
    {
        var index = new LineIndex();
        LineFramer.Frame(bytes, FileFormat.Cri, BlockPlace.LineStart, ref index);
        var block = new Block(bytes.Length);
        bytes.CopyTo(block.Span);
        var count = index.Count;
        return new Chunk(block, new BlockPool(1, 0), 1, 0, bytes.Length, index.Take(), count);
    }
}
