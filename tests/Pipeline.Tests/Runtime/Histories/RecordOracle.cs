using System.Globalization;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>Knows what was written, and so which records there can be.</summary>
internal sealed class RecordOracle(HistoryForm form, LogWriter writer, IReadOnlySet<LogPiece> gone)
{
    /// <summary>Whether the beginnings of records of both streams may be held when an agent ends, of which only the older one is known to the next.</summary>
    public bool HasDoubts => form is { IsContainer: true, Groups: not null };

    /// <summary>Finds what a record is made of.</summary>
    /// <param name="body">Its text.</param>
    /// <param name="problem">What is wrong with it; null if nothing is.</param>
    public IReadOnlyList<LogPiece> PiecesOf(string body, out string? problem)
    {
        var found = new List<LogPiece>();
        problem = null;
        if (body.StartsWith("2026-", StringComparison.Ordinal))
        {
            // A line without a whole prefix is a record of its own, prefix and all.
            found.AddRange(writer.Pieces.Where(p => p.Text == body));
            problem = found.Count == 1 ? null : "was never written";
            return found;
        }

        for (var at = 0; at < body.Length && problem is null;)
        {
            var isNewLine = at > 0 && body[at] == '\n';
            at += isNewLine ? 1 : 0;
            if (PieceAt(body, at) is not { } piece)
            {
                problem = $"has something at {at} that was never written";
                break;
            }

            problem = found.Count == 0 ? null : WhyNot(found[^1], piece, isNewLine);
            found.Add(piece);
            at += piece.Text.Length;
        }

        return found;
    }

    /// <summary>What is wrong with the records that a store has in the end; null if nothing is.</summary>
    /// <param name="records">All different ones, those apart that came again as they may.</param>
    public string? Judge(IEnumerable<StoredRecord> records)
    {
        var all = records.ToList();
        var sameId = all.ToLookup(r => r.Id);
        var cut = all.Where(r => !sameId[r.Id].Any(s => GoesOnBehindGone(r, s))).SelectMany(r => PiecesOf(r.Body, out _).Select(p => p.Trace).Distinct().Select(t => (Trace: t, Record: r)))
            .GroupBy(p => p.Trace, p => p.Record)
            .FirstOrDefault(t => t.Count() > 1 && !t.Key.MayBeCut(form) && !t.Key.Pieces.Exists(gone.Contains));
        return cut is null ? null : $"lines {cut.Key.Pieces[0].Number} to {cut.Key.Pieces[^1].Number} became {string.Join(" and ", cut)}, though nothing cut them";
    }

    /// <summary>
    /// Whether a record is another's beginning: what had ended it went with a file that was nowhere but in the agent that had read it, so that the next
    /// agent, which had to send it again, found something else behind it.
    /// </summary>
    private bool GoesOnBehindGone(StoredRecord record, StoredRecord longer)
    {
        if (!longer.Body.StartsWith(record.Body, StringComparison.Ordinal))
        {
            return false;
        }

        var (known, more) = (PiecesOf(record.Body, out _), PiecesOf(longer.Body, out _));
        return more.Count > known.Count && known.SequenceEqual(more.Take(known.Count)) && IsGoneBetween(known[^1], more[known.Count]);
    }

    /// <summary>Whether something of their stream stood between two pieces, all of it in files that went with the agent that had read them.</summary>
    private bool IsGoneBetween(LogPiece before, LogPiece piece) =>
        piece.InStream > before.InStream + 1
        && writer.Pieces.Skip(before.Number + 1).Take(piece.Number - before.Number - 1).All(p => p.Stream != piece.Stream || gone.Contains(p));

    private string? WhyNot(LogPiece before, LogPiece piece, bool isNewLine)
    {
        if (IsGoneBetween(before, piece))
        {
            return null;
        }

        if (piece.Trace != before.Trace)
        {
            return $"joins {before.Number} and {piece.Number}, which do not belong together";
        }

        if (piece.InStream != before.InStream + 1)
        {
            return $"joins {before.Number} and {piece.Number}, which do not follow each other";
        }

        return isNewLine == (piece.Line != before.Line) ? null : $"has {(isNewLine ? "a" : "no")} newline before {piece.Number}";
    }

    private LogPiece? PieceAt(string body, int at)
    {
        var sign = body.IndexOf('#', at);
        var space = sign < 0 ? -1 : body.IndexOf(' ', sign);
        return space > 0 && int.TryParse(body.AsSpan(sign + 1, space - sign - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number < writer.Pieces.Count && writer.Pieces[number] is var piece && body.AsSpan(at).StartsWith(piece.Text, StringComparison.Ordinal)
            ? piece
            : null;
    }
}
