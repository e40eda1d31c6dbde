using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Buffering.Disk;
using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.Files;

/// <summary>How files are followed.</summary>
public sealed record FollowerOptions
{
    /// <summary>Where the node's file system is mounted; links of the node begin there.</summary>
    public string Root { get; set; } = "/";

    /// <summary>The node's pods; what sources select is asked again when they change. Null where there are none.</summary>
    public IPodDirectory? Pods { get; set; }

    /// <summary>Remembers which files had equal first lines. Null: for the life of the follower only.</summary>
    public IFileMemory? Memory { get; set; }

    /// <summary>Whether nothing is written any more: every file counts as finished.</summary>
    public bool Final { get; set; }

    /// <summary>
    /// How long a new container log waits for its pod to become known before it is read by what its directory's name tells. Its file is held
    /// open meanwhile. Default none.
    /// </summary>
    public TimeSpan PodPatience { get; set; }

    /// <summary>How often directories and the sizes of all files are looked at.</summary>
    public TimeSpan ScanInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the sizes of files that grow are looked at.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a rotated file must not have grown once its successor has content, until it counts as finished.</summary>
    public TimeSpan SuccessorDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a file must not have grown after its deletion, or since its successor exists, where that has no content.</summary>
    public TimeSpan FinishDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a deleted, finished file that was read to its end, or that nobody retains, is kept open.</summary>
    public TimeSpan Linger { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Descriptors held open; idle ones are closed beyond it, or beyond half of what the process can spare.</summary>
    public int MaxOpenFiles { get; set; } = 4096;

    /// <summary>Descriptors of deleted files held open; the oldest is given up and counted beyond it, or beyond a quarter of what the process can spare.</summary>
    public int MaxDeletedFiles { get; set; } = 512;

    /// <summary>Directories watched by inotify; further ones are found by the scan only.</summary>
    public int MaxWatches { get; set; } = 8192;

    /// <summary>
    /// Directory for hard links to files that go before they were read and acknowledged; on the file system of the logs, the process's own.
    /// Null: their open descriptors alone keep them.
    /// </summary>
    public string? RetentionDirectory { get; set; }

    /// <summary>Whether it is no trouble that a file cannot be linked there: it may lie on any file system, and copies will do.</summary>
    public bool LinksAreOptional { get; set; }

    /// <summary>Bytes that links and copies together may hold; null: the smaller of 2 GiB and 5 % of the file system.</summary>
    public long? RetentionQuota { get; set; }

    /// <summary>Told of each file that is given up, before it leaves its stream. Null: nobody is.</summary>
    internal Action<ILogStream, ILogFile, ByteFate>? GivenUp { get; set; }

    /// <summary>Told of each file of which only what lies before an offset outlasts the process. Null: nobody is.</summary>
    internal Action<ILogStream, ILogFile, long>? CutOff { get; set; }

    /// <summary>Where files that cannot be linked are copied to. Null: nowhere.</summary>
    internal DiskBuffer? Buffer { get; set; }

    /// <summary>
    /// The lowest offset of a stream's file that somebody has still to acknowledge; <see cref="long.MaxValue"/> if nobody has. Null: 0 always.
    /// </summary>
    internal Func<ILogStream, ILogFile, long>? NeededFrom { get; set; }

    /// <summary>How long the file that is being written must have had bytes that nobody acknowledged, until it is linked too.</summary>
    public TimeSpan RetainAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a file found as a link only waits after the start for somebody to follow it.</summary>
    public TimeSpan OrphanPatience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Which files are looked after.</summary>
    internal Territory Territory { get; set; } = Territory.Whole;

    /// <summary>Mounts that may cease to answer; null: as the kernel tells.</summary>
    internal IReadOnlyList<string>? RemoteMounts { get; set; }

    /// <summary>What the process leaves for followed files; followers with the same options share it.</summary>
    internal Descriptors Descriptors { get; set; } = new(OpenFileLimit.Current);

    /// <summary>Opens files; tests put one here that fails or hangs.</summary>
    internal FileOpener Opener { get; set; } = RegularFiles.Open;
}
