using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// Where each stream of a file goes on: its lines that begin before that are in records that were emitted. Without a part of it being held, that is the place up to
/// which the file was read.
/// </summary>
/// <param name="Unknown">Of lines without a stream: of plain files, all.</param>
/// <param name="Stdout">Of standard output.</param>
/// <param name="Stderr">Of standard error.</param>
internal sealed record StreamPlaces(long Unknown, long Stdout, long Stderr)
{
    /// <summary>The place of a line's stream.</summary>
    public long Of(LineFlags flags) => (flags & LineFlags.Stdout) != 0 ? Stdout : (flags & LineFlags.Stderr) != 0 ? Stderr : Unknown;

    /// <summary>Before everything.</summary>
    public static StreamPlaces Start { get; } = new(0, 0, 0);

    /// <summary>Behind everything.</summary>
    public static StreamPlaces End { get; } = new(long.MaxValue, long.MaxValue, long.MaxValue);

    /// <summary>The first of the places.</summary>
    public long Lowest => Math.Min(Unknown, Math.Min(Stdout, Stderr));

    /// <summary>These places, none of them before one.</summary>
    public StreamPlaces NotBefore(long place) => new(Math.Max(Unknown, place), Math.Max(Stdout, place), Math.Max(Stderr, place));

    /// <summary>The earlier one of each two places.</summary>
    public StreamPlaces Earlier(StreamPlaces other) => new(Math.Min(Unknown, other.Unknown), Math.Min(Stdout, other.Stdout), Math.Min(Stderr, other.Stderr));

    /// <summary>What these places say beside an offset and a skip; null if no more than those do.</summary>
    /// <param name="offset">Where reading resumes.</param>
    /// <param name="skip">Up to where the file was read.</param>
    public StreamPlaces? Beside(long offset, long skip)
    {
        // Lines without a stream are all that there is then: whatever is read again belongs to what was held.
        var within = Earlier(new(skip, skip, skip));
        return within.Stdout == skip && within.Stderr == skip && within.Unknown == offset ? null : within;
    }
}
