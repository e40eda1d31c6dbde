namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>A source that is followed, and who is told.</summary>
/// <param name="source">The source.</param>
/// <param name="observer">Who is told.</param>
internal sealed class Subscription(IFileSource source, IStreamObserver observer)
{
    /// <summary>The source.</summary>
    public IFileSource Source => source;

    /// <summary>Who is told.</summary>
    public IStreamObserver Observer => observer;

    /// <summary>Whether a pattern of the source led to a stream and the source selects it.</summary>
    public bool Selects(LogStream stream)
    {
        if (source.Format != stream.Format)
        {
            return false;
        }

        var patterns = source.Patterns;
        for (var i = 0; i < patterns.Count; i++)
        {
            if (stream.Patterns.Contains(patterns[i]))
            {
                return source.Selects(stream);
            }
        }

        return false;
    }
}
