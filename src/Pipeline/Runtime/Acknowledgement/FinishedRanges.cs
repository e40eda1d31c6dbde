using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>Finds what a branch has finished beyond the place where a restart would resume.</summary>
internal static class FinishedRanges
{
    /// <summary>The finished ranges of a file, in order: at most as many as a checkpoint keeps, the lowest.</summary>
    /// <param name="fileId">The file.</param>
    /// <param name="from">The place up to which everything is finished anyway.</param>
    /// <param name="steps">What is not passed yet, in read order.</param>
    /// <param name="known">Ranges that are known already, some of them beyond what was read.</param>
    /// <param name="readTo">Offset up to which the file was read.</param>
    public static IReadOnlyList<FinishedRange>? Of(
        ulong fileId, long from, IEnumerable<AckStep> steps, IReadOnlyList<FinishedRange>? known, long readTo)
    {
        var unfinished = new List<FinishedRange>();
        var top = from;
        AckMark? last = null;
        var isKnown = true;
        foreach (var step in steps)
        {
            if (step is AckEntry entry)
            {
                isKnown &= entry.AddUnfinished(fileId, unfinished);
            }
            else if (step is AckMark mark)
            {
                last = mark;
                top = mark.File.Id == fileId ? Math.Max(top, mark.To) : top;
            }
        }

        // Lines that are held are finished by nobody; of those that began in another file it is not known where they go on in this one.
        if (last is { HeldFrom: < long.MaxValue })
        {
            isKnown &= last.HeldFileId == fileId;
            top = Math.Min(top, last.HeldFrom);
        }

        var found = new List<FinishedRange>();
        if (isKnown)
        {
            AddBetween(unfinished, from, top, found);
        }

        foreach (var range in known ?? [])
        {
            var begin = Math.Max(range.From, readTo);
            if (begin < range.To)
            {
                found.Add(range with { From = begin });
            }
        }

        return found.Count == 0 ? null : found[..Math.Min(found.Count, Checkpoint.MostFinished)];
    }

    /// <summary>What is left of ranges beyond a place.</summary>
    public static IReadOnlyList<FinishedRange>? Beyond(IReadOnlyList<FinishedRange>? ranges, long place)
    {
        if (ranges is null || ranges[^1].To <= place)
        {
            return null;
        }

        return ranges[0].From >= place ? ranges : [.. ranges.Where(r => r.To > place).Select(r => r with { From = Math.Max(r.From, place) })];
    }

    /// <summary>Whether a record lies in one of some ranges as a whole.</summary>
    public static bool Contain(IReadOnlyList<FinishedRange> ranges, long start, long end)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ranges[middle].To < end)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < ranges.Count && ranges[low].From <= start;
    }

    private static void AddBetween(List<FinishedRange> unfinished, long from, long top, List<FinishedRange> found)
    {
        unfinished.Sort(static (a, b) => a.From.CompareTo(b.From));
        foreach (var place in unfinished)
        {
            if (place.From >= top)
            {
                break;
            }

            if (place.From > from)
            {
                found.Add(new FinishedRange(from, place.From));
            }

            from = Math.Max(from, place.To);
        }

        if (from < top)
        {
            found.Add(new FinishedRange(from, top));
        }
    }
}
