using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>
/// One sequence of lines that is spread over files by rotation: the log of one run of a container, or a path with its rotated
/// predecessors. Lines are read in the order of its files.
/// </summary>
public interface ILogStream
{
    /// <summary>Stable name: <c>pods/&lt;uid&gt;/&lt;container&gt;/&lt;restart&gt;</c>, or the canonical path.</summary>
    string Key { get; }

    /// <summary>Namespace of the pod's directory; empty for files of the node.</summary>
    string Namespace { get; }

    /// <summary>How its lines are framed.</summary>
    FileFormat Format { get; }

    /// <summary>When the stream began, as far as known: the pod's start, else the oldest file's birth.</summary>
    DateTimeOffset BeganAt { get; }

    /// <summary>Its files, oldest first: an immutable snapshot that is replaced on each change. The last one is being written.</summary>
    IReadOnlyList<ILogFile> Files { get; }

    /// <summary>Its files that have no id yet and are not among <see cref="Files"/>. To be asked when the stream appears, by whoever is told.</summary>
    IReadOnlyList<UnidentifiedFile> Unidentified => [];
}
