namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>Lines that belong together: a record, unless something cuts it.</summary>
internal sealed class LogTrace
{
    public List<LogPiece> Pieces { get; } = [];

    /// <summary>How many lines it has when it is whole.</summary>
    public int Lines { get; init; }

    /// <summary>Lines still to be written.</summary>
    public int LinesLeft { get; set; }

    /// <summary>Whether it is a single line.</summary>
    public bool IsAlone => Lines == 1;

    /// <summary>Whether its last line ends with a part.</summary>
    public bool IsLineOpen { get; set; }

    /// <summary>Whether what was written of it was truncated or deleted before the rest came.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether it may have become several records: a time-out ran out in the middle of it, or a limit cut it.</summary>
    public bool MayBeCut(HistoryForm form) =>
        IsBroken
        || Pieces.Select(p => p.Line).Distinct().Count() > form.MaxLines
        || Pieces.Sum(p => p.Text.Length + 1) > form.MaxBytes
        || (form.Groups is { } groups && RanOut(Pieces, groups.Timeout))
        || Pieces.GroupBy(p => p.Line).Any(line => RanOut([.. line], HistoryForm.HoldTimeout));

    private static bool RanOut(List<LogPiece> pieces, TimeSpan timeout)
    {
        var first = pieces[0];
        for (var i = 1; i < pieces.Count; i++)
        {
            // What follows in the next file is read when the first one has ended for certain, and what has no newline when its own has.
            var waitedTo = pieces[i].File != first.File || pieces[i].EndsWithFile ? pieces[i].SettledAt : pieces[i].LookBefore;
            if (waitedTo - first.WrittenAt >= timeout)
            {
                return true;
            }
        }

        return false;
    }
}
