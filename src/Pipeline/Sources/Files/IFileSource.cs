using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>The running side of a source that reads files. Immutable; asked by the follower which files it wants.</summary>
public interface IFileSource
{
    /// <summary>
    /// Absolute path patterns of the files that may belong to it, <c>*</c>, <c>?</c> and <c>**</c> as in shells, root included.
    /// </summary>
    IReadOnlyList<string> Patterns { get; }

    /// <summary>How the files' lines are framed.</summary>
    FileFormat Format { get; }

    /// <summary>Where to start without a checkpoint.</summary>
    StartAt StartAt { get; }

    /// <summary>How parts and long lines become records.</summary>
    JoinOptions Joining { get; }

    /// <summary>Whether a stream is selected, by what is known now; asked again when the pods change.</summary>
    bool Selects(ILogStream stream);

    /// <summary>
    /// What the stream's records have in common. Cached until the pods change; if the pod is not known yet, what its directory's name tells.
    /// </summary>
    BatchAttributes AttributesOf(ILogStream stream);

    /// <summary>Another number as soon as <see cref="AttributesOf"/> may say something else, of any stream.</summary>
    long AttributesVersion => 0;
}
