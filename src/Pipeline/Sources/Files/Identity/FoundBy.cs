namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>Why a file is taken for one of a stream.</summary>
internal enum FoundBy
{
    /// <summary>A pattern led to it.</summary>
    Pattern,

    /// <summary>Its name is that of the stream's current file with a mark of rotation behind it.</summary>
    Name,

    /// <summary>There is such a mark within its name: it may as well be a log of its own, unless its first line is remembered.</summary>
    VagueName,
}
