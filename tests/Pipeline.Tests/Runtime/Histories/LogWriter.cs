using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>
/// Makes the text of a log and keeps what it consists of. Each line says by itself which it is: <c>#</c>, its number and some filling, behind <c>H</c> where a
/// trace begins and behind <c>at</c> where it goes on, or behind what its form says (<see cref="TraceShape"/>). Lines of containers come in two streams, and some in parts.
/// </summary>
internal sealed class LogWriter(HistoryForm form, Random random, TimeProvider time)
{
    private static readonly TimeSpan SuccessorDelay = new FollowerOptions().SuccessorDelay;
    private readonly List<LogPiece> pieces = [];
    private readonly Dictionary<string, LogTrace> open = [];
    private readonly Dictionary<string, int> counts = [];
    private readonly StringBuilder pending = new();
    private DateTimeOffset looked;
    private LogPiece? torn;
    private long made;
    private int lines;
    private int file;
    private int looks;
    private int seen;
    private int known;
    private int settled;
    private string stream = form.IsContainer ? "stdout" : "";

    /// <summary>All pieces, in order, also those that are still to be written.</summary>
    public IReadOnlyList<LogPiece> Pieces => pieces;

    /// <summary>How many of them are in a file as a whole.</summary>
    public int Written { get; private set; }

    /// <summary>What is still to be written.</summary>
    public int Pending => pending.Length;

    /// <summary>Makes more lines.</summary>
    public void Make(int count)
    {
        for (; count > 0; count--)
        {
            stream = form.IsContainer && random.Next(4) == 0 ? (stream == "stdout" ? "stderr" : "stdout") : stream;
            if (form.IsContainer && random.Next(150) == 0)
            {
                Tear();
            }
            else
            {
                Add(TraceOf(stream), isTorn: false);
            }
        }
    }

    /// <summary>Makes the rest of lines that were begun.</summary>
    public void EndLines()
    {
        if (pieces is [.., { EndsWithFile: true }])
        {
            // Nobody knows that its file has ended before there is something in the next one.
            Make(1);
        }

        EndTorn();
        foreach (var (name, trace) in open.ToList())
        {
            while (trace.IsLineOpen)
            {
                stream = name;
                Add(trace, isTorn: false);
            }
        }
    }

    /// <summary>Ends a line of which only the beginning could be written, by the next one.</summary>
    public void EndTorn()
    {
        if (torn is { } half)
        {
            var next = Prefix("stdout", 'F', pieces.Count) + "more";
            half.Text += next;
            Put(next + "\n");
            half.End = made;
            torn = null;
        }
    }

    /// <summary>Takes text to be written now.</summary>
    /// <param name="length">Its length.</param>
    public string Take(int length)
    {
        var text = pending.ToString(0, length);
        pending.Remove(0, length);
        Note();
        return text;
    }

    /// <summary>What is written from now on goes to another file.</summary>
    public void FileEnds()
    {
        if (torn is { } half)
        {
            (half.End, half.EndsWithFile, torn) = (made, true, null);
            Note();
        }

        file++;
    }

    /// <summary>What was written is gone from the file, or with it.</summary>
    public void Break()
    {
        foreach (var trace in open.Values)
        {
            trace.IsBroken = true;
        }
    }

    /// <summary>An agent has looked.</summary>
    public void Looked()
    {
        looked = time.GetUtcNow();
        looks++;
        for (; seen < Written; seen++)
        {
            pieces[seen].SeenAtLook = looks;
        }

        // One look finds a successor, one its first line, and the first that is half a second later that the file before it has ended.
        for (; known < seen && looks > pieces[known].SeenAtLook; known++)
        {
            pieces[known].KnownAt = looked;
        }

        for (; settled < known && looked - pieces[settled].KnownAt >= SuccessorDelay; settled++)
        {
            pieces[settled].SettledAt = looked;
            if (settled > 0 && pieces[settled - 1].EndsWithFile)
            {
                // That its file has ended is known by the next line, in another one.
                pieces[settled - 1].SettledAt = looked;
            }
        }
    }

    /// <summary>Another agent begins to look.</summary>
    public void Restarted() => seen = known = settled;

    /// <summary>The disk was full in the middle of a line: its end and its newline are missing.</summary>
    private void Tear()
    {
        if (random.Next(4) > 0)
        {
            Add(TraceOf(stream), isTorn: true);
            return;
        }

        EndTorn();
        var prefix = Prefix(stream, 'F', pieces.Count);
        var half = New("", new LogTrace(), lines++, prefix[..^random.Next(5, 10)]);
        Put(half.Text);
        torn = half;
    }

    private LogTrace TraceOf(string name)
    {
        if (!open.TryGetValue(name, out var trace) || (trace.LinesLeft == 0 && !trace.IsLineOpen))
        {
            var length = form.Groups is null || random.Next(2) == 0 ? 1 : random.Next(12) == 0 ? random.Next(7, 40) : random.Next(2, 7);
            length = form.Shape.LinesOf(length, trace);
            trace = new LogTrace { Lines = length, LinesLeft = length };
            open[name] = trace;
        }

        return trace;
    }

    private void Add(LogTrace trace, bool isTorn)
    {
        EndTorn();
        var begins = !trace.IsLineOpen;
        var start = begins ? form.Shape.StartOf(trace.Lines - trace.LinesLeft, trace.Lines) : "";
        trace.IsLineOpen = form.IsContainer && random.Next(begins ? 6 : 3) == 0 && !(form.Shape.IsEndedByLast && trace.LinesLeft == 1);
        trace.LinesLeft -= begins ? 1 : 0;
        var number = string.Create(CultureInfo.InvariantCulture, $"{start}#{pieces.Count} ");
        var text = $"{number}{new string('x', random.Next(random.Next(8) == 0 ? 900 : 60))};";
        if (isTorn)
        {
            text = text[..random.Next(number.Length, text.Length)];
        }

        var prefix = form.IsContainer ? Prefix(stream, trace.IsLineOpen ? 'P' : 'F', pieces.Count) : "";
        var piece = New(stream, trace, begins ? lines++ : trace.Pieces[^1].Line, text);
        Put(prefix + text + (isTorn ? "" : "\n"));
        piece.End = isTorn ? long.MaxValue : made;
        torn = isTorn ? piece : null;
    }

    private LogPiece New(string name, LogTrace trace, int line, string text)
    {
        var inStream = counts.GetValueOrDefault(name);
        counts[name] = inStream + 1;
        var piece = new LogPiece(pieces.Count, name, inStream, trace, line) { Text = text };
        trace.Pieces.Add(piece);
        pieces.Add(piece);
        return piece;
    }

    private void Put(string text)
    {
        pending.Append(text);
        made += text.Length;
    }

    private void Note()
    {
        for (; Written < pieces.Count && pieces[Written].End <= made - pending.Length; Written++)
        {
            var piece = pieces[Written];
            (piece.File, piece.WrittenAt, piece.LookBefore) = (file, time.GetUtcNow(), looked);
        }
    }

    private static string Prefix(string name, char tag, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"2026-01-02T03:04:05.{number:000000000}Z {name} {tag} ");
}
