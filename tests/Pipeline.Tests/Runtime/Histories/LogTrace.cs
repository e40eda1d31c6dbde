namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>Lines that belong together: a record, unless something cuts it.</summary>
internal sealed class LogTrace
{
    // The first look after a file's successor has content finds the file finished if it has not grown for half a second; else a later one does.
    private static readonly TimeSpan RotationSlack = TimeSpan.FromSeconds(1);

    public List<LogPiece> Pieces { get; } = [];

    /// <summary>Lines still to be written.</summary>
    public int LinesLeft { get; set; }

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
            var isRotated = pieces[i].File != first.File;
            var waited = isRotated ? pieces[i].SeenAt + (pieces[i].SeenAt < DateTimeOffset.MaxValue ? RotationSlack : default) : pieces[i].LookBefore;
            if (waited - first.WrittenAt >= timeout)
            {
                return true;
            }
        }

        return false;
    }
}
