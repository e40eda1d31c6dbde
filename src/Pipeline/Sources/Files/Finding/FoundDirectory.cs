namespace LogOperator.Pipeline.Sources.Files.Finding;

/// <summary>A directory in which patterns found files.</summary>
/// <param name="path">Its path, free of links.</param>
/// <param name="root">Beginning of the path below which no link is followed.</param>
/// <param name="format">How the files' lines are framed.</param>
/// <param name="listing">All its names.</param>
internal sealed class FoundDirectory(string path, string root, FileFormat format, DirectoryListing listing)
{
    /// <summary>Its path, free of links.</summary>
    public string Path => path;

    /// <summary>Beginning of the path below which no link is followed.</summary>
    public string Root => root;

    /// <summary>How the files' lines are framed.</summary>
    public FileFormat Format => format;

    /// <summary>All its names.</summary>
    public DirectoryListing Listing => listing;

    /// <summary>The files that patterns led to; a file may be there more than once.</summary>
    public List<FoundFile> Files { get; } = new(1);
}
