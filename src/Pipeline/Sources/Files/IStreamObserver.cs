namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// Told by the follower what happens to the streams that a source selects. Called from the loop of the follower that looks after the stream: of one stream never concurrently, of streams of
/// different mounts perhaps (<see cref="FileFollowers"/>).
/// </summary>
public interface IStreamObserver
{
    /// <summary>A source selects a stream from now on.</summary>
    void Appeared(IFileSource source, ILogStream stream);

    /// <summary>A source does not select the stream any more, or the stream is gone with all its files.</summary>
    void Disappeared(IFileSource source, ILogStream stream);

    /// <summary>The stream has new bytes, a new file, or ended.</summary>
    void Changed(ILogStream stream);

    /// <summary>Namespace that what is kept for it counts against, where the stream itself has none.</summary>
    string Namespace => "";

    /// <summary>Observers with the same audience need to be told only once, all together, that a stream has changed.</summary>
    object Audience => this;

    /// <summary>The lowest offset of a stream's file that it has still to acknowledge; <see cref="long.MaxValue"/> if nothing. Where it cannot tell, 0.</summary>
    long NeededFrom(ILogStream stream, ILogFile file) => 0;
}
