namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>The sets of patterns that lead to streams: thousands of streams, but few different sets. Used by the follower's loop alone.</summary>
internal sealed class PatternSets
{
    private const int Most = 16;
    private readonly List<IReadOnlySet<string>> known = [];

    /// <summary>A set as it was made for another stream, or as it is.</summary>
    /// <param name="made">The set; nobody may change it any more.</param>
    public IReadOnlySet<string> Share(IReadOnlySet<string> made)
    {
        foreach (var other in known)
        {
            if (other.SetEquals(made))
            {
                return other;
            }
        }

        if (known.Count == Most)
        {
            known.RemoveAt(0);
        }

        known.Add(made);
        return made;
    }
}
