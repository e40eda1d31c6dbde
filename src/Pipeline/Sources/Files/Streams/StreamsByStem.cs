namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>The streams of a directory, found by the name of the file that is being written. There is one in most directories.</summary>
internal sealed class StreamsByStem
{
    private const int Few = 8;
    private Dictionary<string, LogStream>? index;

    /// <summary>All of them. Not to be changed by others.</summary>
    public List<LogStream> All { get; } = new(1);

    /// <summary>Finds a stream; null if there is none.</summary>
    public LogStream? Find(string stem)
    {
        if (index is not null)
        {
            return index.GetValueOrDefault(stem);
        }

        foreach (var stream in All)
        {
            if (stream.Stem == stem)
            {
                return stream;
            }
        }

        return null;
    }

    /// <summary>Adds a stream, of whose stem there is none.</summary>
    public void Add(LogStream stream)
    {
        All.Add(stream);
        index?.Add(stream.Stem, stream);
        if (index is null && All.Count > Few)
        {
            index = All.ToDictionary(s => s.Stem);
        }
    }

    /// <summary>Removes a stream.</summary>
    public void Remove(LogStream stream)
    {
        All.Remove(stream);
        index?.Remove(stream.Stem);
    }
}
