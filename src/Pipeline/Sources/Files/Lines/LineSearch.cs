using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>Finds lines of a chunk by their places in it.</summary>
internal static class LineSearch
{
    /// <summary>The first line that begins at an offset or behind it.</summary>
    public static int FirstAt(ReadOnlySpan<Line> lines, long offset)
    {
        var (low, high) = (0, lines.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (lines[middle].Start < offset)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>The first line that ends behind an offset.</summary>
    public static int FirstBehind(ReadOnlySpan<Line> lines, long offset)
    {
        var first = FirstAt(lines, offset);
        return first > 0 && lines[first - 1].End > offset ? first - 1 : first;
    }
}
