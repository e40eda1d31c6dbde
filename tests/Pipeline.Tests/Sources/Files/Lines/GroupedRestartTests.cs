using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Multiline;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

/// <summary>Reads streams of random lines with a restart at every place, as a cursor does: from the oldest line held.</summary>
[Trait("SecondRun", "Never")]
public sealed class GroupedRestartTests
{
    private static readonly string[] Texts =
    [
        "{\"level\":\"info\"}", "INFO ready", "java.io.IOException: no space", "\tat a.B.c(B.java:1)", "Caused by: x", "Traceback (most recent call last):",
        "  File \"a.py\", line 1", "ValueError: x", "", "During handling of the above exception, another exception occurred:", "panic: x",
        "goroutine 1 [running]:", "main.main()", "\t/app/main.go:1 +0x1", "fail: Shop[0]", "      text", " ---> inner", "\tfrom a.rb:1:in `b'", "a.rb:1:in `b': x (E)",
    ];

    public static TheoryData<string> Groupings => [.. GroupingsWithoutLimit.Select(g => g.Data), "few lines"];

    public static TheoryData<string> GroupingsWithoutLimit => ["Auto", "Java", "Python", "Go", "DotNet", "Ruby", "start", "continue", "end", "start and end"];

    [Theory]
    [MemberData(nameof(Groupings))]
    public void No_line_is_lost_wherever_a_restart_falls(string grouping)
    {
        var options = LinesUnderTest.Default with { Groups = GroupsOf(grouping) };
        for (var seed = 0; seed < 60; seed++)
        {
            var lines = Lines(new Random(seed));
            var expected = Read(options, lines, 0, lines.Count, 0, end: true).Records;
            Assert.Equal(lines.Count, expected.Sum(r => r.Lines));
            for (var stop = 1; stop < lines.Count; stop++)
            {
                var (before, held) = Read(options, lines, 0, stop, 0, end: false);
                var from = Math.Min(held, stop);
                var (after, _) = Read(options, lines, from, lines.Count, stop, end: true);
                var missing = Enumerable.Range(0, lines.Count).Except(before.Concat(after).SelectMany(r => r.Numbers)).ToList();
                Assert.True(missing.Count == 0, $"seed {seed}, restart at line {stop}, from {from}: lines {string.Join(", ", missing)} are missing");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Groupings))]
    public void No_line_is_lost_where_the_timeout_cut_a_trace_before_the_restart(string grouping)
    {
        var options = LinesUnderTest.Default with { Groups = GroupsOf(grouping) };
        for (var seed = 0; seed < 100 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var lines = WithParts(Lines(random), random);
            using var slow = new SlowReading(options, lines);
            for (var stop = 1; stop < lines.Count; stop++)
            {
                slow.Read(random.Next(3) == 0 ? TimeSpan.FromSeconds(1 + random.Next(5)) : TimeSpan.Zero);
                var from = Math.Min(slow.HeldLine, stop);
                var (after, _) = Read(options, lines, from, lines.Count, stop, end: true);
                var missing = Enumerable.Range(0, lines.Count).Except(slow.Numbers.Concat(after.SelectMany(r => r.Numbers))).ToList();
                Assert.True(missing.Count == 0, $"seed {seed}, restart at line {stop}, from {from}: lines {string.Join(", ", missing)} are missing");
            }
        }
    }

    [Fact]
    public void Rest_of_a_trace_that_the_timeout_cut_is_not_taken_for_handled()
    {
        string[] texts = ["stderr P older", "stdout F Traceback (most recent call last):", "stdout F   File \"a.py\", line 1", "stdout F ValueError: x"];
        List<string> lines = [.. texts.Select(t => $"{LinesUnderTest.Stamp} {t}\n"), $"{LinesUnderTest.Stamp} stdout F next\n"];
        var options = LinesUnderTest.Default with { Groups = GroupsOf("Auto") };
        using var slow = new SlowReading(options, lines);
        foreach (var pause in (int[])[0, 0, 4, 0])
        {
            slow.Read(TimeSpan.FromSeconds(pause));
        }

        Assert.Equal([1, 2], slow.Numbers);
        Assert.Equal(0, slow.HeldLine);
        var (after, _) = Read(options, lines, 0, lines.Count, 4, end: true);
        Assert.Contains(3, after.SelectMany(r => r.Numbers));
    }

    [Theory]
    [MemberData(nameof(GroupingsWithoutLimit))]
    public void Records_are_the_same_wherever_another_joiner_takes_over_that_knows_the_places(string grouping)
    {
        var options = LinesUnderTest.Default with { Groups = GroupsOf(grouping) };
        for (var seed = 0; seed < 30 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var lines = WithParts(Lines(random), random);
            var starts = StartsOf(lines);
            var expected = Describe(Read(options, lines, 0, lines.Count, 0, end: true).Records);
            for (var stop = 1; stop < lines.Count; stop++)
            {
                using var first = new RecordJoiner(options);
                using var second = new RecordJoiner(options);
                var records = new List<Numbered>();
                var chunk = ChunkOf(lines, starts, 0, stop);
                Take(first.Join(chunk, 0, BatchAttributes.Empty, DateTimeOffset.UnixEpoch), lines, starts, records);
                chunk.Release();
                var to = starts[stop];
                var from = Math.Min(first.HeldFrom, to);
                chunk = ChunkOf(lines, starts, starts.IndexOf(from), lines.Count);
                Take(second.Join(chunk, from, BatchAttributes.Empty, DateTimeOffset.UnixEpoch, to, first.PlacesIn(1, 1, new(to, to, to))), lines, starts, records);
                chunk.Release();
                Take(second.Flush(BatchAttributes.Empty), lines, starts, records);
                Assert.True(expected == Describe(records), $"seed {seed}, at line {stop}: {Describe(records)} instead of {expected}");
            }
        }
    }

    private static string Describe(IEnumerable<Numbered> records) =>
        string.Join("; ", records.Select(r => string.Join(" ", r.Numbers)).Order(StringComparer.Ordinal));

    /// <summary>Cuts some lines of standard error in two: their first parts are held for longer than traces are.</summary>
    private static List<string> WithParts(List<string> lines, Random random)
    {
        var cut = new List<string>();
        foreach (var line in lines)
        {
            var isPart = line.Contains(" stderr F ", StringComparison.Ordinal) && random.Next(2) == 0;
            cut.Add(isPart ? line.Replace(" stderr F ", " stderr P ", StringComparison.Ordinal) : line);
        }

        return cut;
    }

    private static GroupOptions GroupsOf(string name) => new(
        name switch
        {
            "start" => PatternGrouping.Of("^[A-Zjpg]", null, null),
            "continue" => PatternGrouping.Of(null, "^\\s", null),
            "end" => PatternGrouping.Of(null, null, "x"),
            "start and end" => PatternGrouping.Of("^[A-Z]", null, "x"),
            "few lines" => new TraceGrouping(MultilinePreset.Auto),
            _ => new TraceGrouping(Enum.Parse<MultilinePreset>(name)),
        },
        name == "few lines" ? 2 : 500,
        TimeSpan.FromSeconds(3));

    /// <summary>Lines of both streams.</summary>
    private static List<string> Lines(Random random)
    {
        var lines = new List<string>();
        for (var i = 0; i < 24; i++)
        {
            lines.Add($"{LinesUnderTest.Stamp} {(random.Next(3) == 0 ? "stderr" : "stdout")} F {Texts[random.Next(Texts.Length)]}\n");
        }

        return lines;
    }

    /// <summary>Reads some of the lines at once.</summary>
    /// <param name="options">How they are joined.</param>
    /// <param name="lines">All lines.</param>
    /// <param name="from">The first line to be read.</param>
    /// <param name="to">The line before which reading stops.</param>
    /// <param name="handled">The line before which everything was read before.</param>
    /// <param name="end">Whether what is held goes out.</param>
    /// <returns>The numbers of the lines of each record that goes on, and the oldest line held.</returns>
    private static (List<Numbered> Records, int Held) Read(JoinOptions options, List<string> lines, int from, int to, int handled, bool end)
    {
        var starts = StartsOf(lines);
        var records = new List<Numbered>();
        using var joiner = new RecordJoiner(options);
        if (to > from)
        {
            var chunk = ChunkOf(lines, starts, from, to);
            Take(joiner.Join(chunk, starts[from], BatchAttributes.Empty, DateTimeOffset.UnixEpoch, starts[handled]), lines, starts, records);
            chunk.Release();
        }

        var held = joiner.HeldFrom == long.MaxValue ? int.MaxValue : starts.IndexOf(joiner.HeldFrom);
        if (end)
        {
            Take(joiner.Flush(BatchAttributes.Empty), lines, starts, records);
        }

        return (records, held);
    }

    private static List<long> StartsOf(List<string> lines)
    {
        var starts = new List<long> { 0 };
        lines.ForEach(l => starts.Add(starts[^1] + l.Length));
        return starts;
    }

    private static Chunk ChunkOf(List<string> lines, List<long> starts, int from, int to)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines[from..to]));
        var index = new LineIndex();
        LineFramer.Frame(bytes, FileFormat.Cri, BlockPlace.LineStart, ref index);
        var block = new Block(bytes.Length);
        bytes.CopyTo(block.Span);
        var count = index.Count;
        return new Chunk(block, new BlockPool(1, 0), 1, starts[from], bytes.Length, index.Take(), count);
    }

    private static void Take(ReadOnlySpan<RecordBatch> batches, List<string> lines, List<long> starts, List<Numbered> records)
    {
        foreach (var batch in batches)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                if (batch[i].Fate == Fate.Live)
                {
                    records.Add(new Numbered(NumbersOf(batch[i], lines, starts)));
                }
            }

            batch.Release();
        }
    }

    private static List<int> NumbersOf(LogOperator.Pipeline.Records.Record record, List<string> lines, List<long> starts)
    {
        var stream = (record.Flags & LineFlags.Stderr) != 0 ? " stderr " : " stdout ";
        var first = starts.IndexOf(record.Start);
        return [.. Enumerable.Range(first, starts.IndexOf(record.End) - first).Where(n => lines[n].Contains(stream, StringComparison.Ordinal))];
    }

    /// <summary>Reads line by line while time passes, so that what is held for too long goes out.</summary>
    private sealed class SlowReading(JoinOptions options, List<string> lines) : IDisposable
    {
        private readonly RecordJoiner joiner = new(options);
        private readonly List<long> starts = StartsOf(lines);
        private readonly List<Numbered> records = [];
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;
        private int next;

        public IEnumerable<int> Numbers => records.SelectMany(r => r.Numbers);

        public int HeldLine => joiner.HeldFrom == long.MaxValue ? int.MaxValue : starts.IndexOf(joiner.HeldFrom);

        public void Read(TimeSpan pause)
        {
            var chunk = ChunkOf(lines, starts, next, next + 1);
            Take(joiner.Join(chunk, starts[next], BatchAttributes.Empty, now), lines, starts, records);
            chunk.Release();
            next++;
            now += pause;
            Take(joiner.FlushExpired(BatchAttributes.Empty, now), lines, starts, records);
        }

        public void Dispose() => joiner.Dispose();
    }

    private sealed record Numbered(List<int> Numbers)
    {
        public int Lines => Numbers.Count;
    }
}
