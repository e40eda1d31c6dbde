using System.Runtime.InteropServices;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>The beginning of a record of several lines. One for each stream of a joiner.</summary>
/// <param name="memory">Counts the text's bytes.</param>
internal sealed class HeldRecord(HeldShare memory)
{
    private readonly List<Line> lines = [];

    /// <summary>Its text, unless that still lies in the present chunk.</summary>
    public HeldPart Part { get; } = new(memory);

    /// <summary>Its lines, if all of them lie in the present chunk.</summary>
    public ReadOnlySpan<Line> Lines => CollectionsMarshal.AsSpan(lines);

    /// <summary>Whether its lines, if there are any, all lie in the present chunk.</summary>
    public bool IsInChunk => lines.Count > 0;

    /// <summary>Bytes of its lines in the present chunk, joined by newlines.</summary>
    public int Length { get; private set; }

    /// <summary>What the grouping remembers of it; <see cref="ILineGrouping.Nothing"/> if nothing is held.</summary>
    public byte State { get; set; }

    /// <summary>
    /// While lines are read again that were read before a restart: one bit for each state in which the stream may have been then;
    /// 0 while lines are read for the first time.
    /// </summary>
    public ushort Possible { get; set; }

    /// <summary>Whether the stream's lines that are read again were all held at the restart.</summary>
    public bool WasHeld { get; set; }

    /// <summary>Whether the record need not have been complete before the restart, as far as can be told.</summary>
    public bool IsDoubtful { get; set; }

    /// <summary>Takes a line where it lies.</summary>
    public void Add(in Line line)
    {
        Length += line.ContentLength + (IsInChunk ? 1 : 0);
        lines.Add(line);
    }

    /// <summary>Forgets the lines in the present chunk.</summary>
    public void Leave()
    {
        lines.Clear();
        Length = 0;
    }

    /// <summary>Holds nothing any more.</summary>
    public void Clear()
    {
        State = ILineGrouping.Nothing;
        Leave();
        if (Part.IsHeld)
        {
            Part.Clear();
        }
    }
}
