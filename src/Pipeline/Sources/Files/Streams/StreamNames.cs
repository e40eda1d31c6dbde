using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>What the names in a directory tell of one stream, while they are compared with the files known.</summary>
/// <param name="stream">The stream.</param>
internal sealed class StreamNames(LogStream stream)
{
    private readonly HashSet<string> patterns = [];
    private readonly HashSet<string> foundAs = [];

    /// <summary>The stream.</summary>
    public LogStream Stream => stream;

    /// <summary>The names of its files.</summary>
    public List<CandidateFile> Files { get; } = [];

    /// <summary>Notes that a pattern led to one of them.</summary>
    public void Add(FoundFile file)
    {
        patterns.Add(file.Pattern);
        foundAs.Add(file.FoundAs);
    }

    /// <summary>All names are there: puts them in order, and tells the stream what led to it.</summary>
    public void End(PatternSets sets)
    {
        stream.LedTo(sets.Share(patterns), foundAs);
        var order = RotationOrder.Of(Files.Select(n => n.Place));
        Files.Sort((a, b) => order.PlaceOf(a.Rank).CompareTo(order.PlaceOf(b.Rank)));
    }
}
