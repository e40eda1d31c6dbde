using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>Reads streams of random lines with a restart at every place, as a cursor does: from the oldest line held.</summary>
public sealed class GroupedRestartTests
{
    private static readonly string[] Texts =
    [
        "{\"level\":\"info\"}", "INFO ready", "java.io.IOException: no space", "\tat a.B.c(B.java:1)", "Caused by: x", "Traceback (most recent call last):",
        "  File \"a.py\", line 1", "ValueError: x", "", "During handling of the above exception, another exception occurred:", "panic: x",
        "goroutine 1 [running]:", "main.main()", "\t/app/main.go:1 +0x1", "fail: Shop[0]", "      text", " ---> inner", "\tfrom a.rb:1:in `b'", "a.rb:1:in `b': x (E)",
    ];

    public static TheoryData<string> Groupings => ["Auto", "Java", "Python", "Go", "DotNet", "Ruby", "start", "continue", "end", "start and end", "few lines"];

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

    /// <summary>Reads some of the lines.</summary>
    /// <param name="options">How they are joined.</param>
    /// <param name="lines">All lines.</param>
    /// <param name="from">The first line to be read.</param>
    /// <param name="to">The line before which reading stops.</param>
    /// <param name="handled">The line before which everything was read before.</param>
    /// <param name="end">Whether what is held goes out.</param>
    /// <returns>The numbers of the lines of each record that goes on, and the oldest line held.</returns>
    private static (List<Numbered> Records, int Held) Read(JoinOptions options, List<string> lines, int from, int to, int handled, bool end)
    {
        var starts = new List<long> { 0 };
        lines.ForEach(l => starts.Add(starts[^1] + l.Length));
        var bytes = Encoding.UTF8.GetBytes(string.Concat(lines[from..to]));
        var records = new List<Numbered>();
        using var joiner = new RecordJoiner(options);
        if (bytes.Length > 0)
        {
            var index = new LineIndex();
            LineFramer.Frame(bytes, FileFormat.Cri, BlockPlace.LineStart, ref index);
            var block = new Block(bytes.Length);
            bytes.CopyTo(block.Span);
            var count = index.Count;
            var chunk = new Chunk(block, new BlockPool(1, 0), 1, starts[from], bytes.Length, index.Take(), count);
            Take(joiner.Join(chunk, starts[from], BatchAttributes.Empty, DateTimeOffset.UnixEpoch, starts[handled]));
            chunk.Release();
        }

        var held = joiner.HeldFrom == long.MaxValue ? int.MaxValue : starts.IndexOf(joiner.HeldFrom);
        if (end)
        {
            Take(joiner.Flush(BatchAttributes.Empty));
        }

        return (records, held);

        void Take(ReadOnlySpan<RecordBatch> batches)
        {
            foreach (var batch in batches)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    if (batch[i].Fate == Fate.Live)
                    {
                        records.Add(new Numbered(NumbersOf(batch[i])));
                    }
                }

                batch.Release();
            }
        }

        List<int> NumbersOf(LogOperator.Pipeline.Records.Record record)
        {
            var stream = (record.Flags & LineFlags.Stderr) != 0 ? " stderr " : " stdout ";
            var first = starts.IndexOf(record.Start);
            return [.. Enumerable.Range(first, starts.IndexOf(record.End) - first).Where(n => lines[n].Contains(stream, StringComparison.Ordinal))];
        }
    }

    private sealed record Numbered(List<int> Numbers)
    {
        public int Lines => Numbers.Count;
    }
}
