using LogOperator.Pipeline.Sinks.Endpoints;
using LogOperator.Pipeline.Sources.Files.Content;

namespace LogOperator.Pipeline.Runtime;

/// <summary>How a <see cref="PipelineHost"/> runs.</summary>
public sealed record HostOptions
{
    /// <summary>Where the node's file system is mounted: <c>/var/log/pods</c> and node files are looked for beneath it. Default <c>/</c>.</summary>
    public string Root { get; set; } = "/";

    /// <summary>Directory for checkpoints and the disk buffer; made if missing, owned by one process at a time. Null keeps nothing beyond the run.</summary>
    public string? StateDirectory { get; set; }

    /// <summary>Directory beneath which file stores' relative paths are resolved, as <c>&lt;namespace&gt;/&lt;store&gt;/</c>; null takes paths as they are.</summary>
    public string? FileRoot { get; set; }

    /// <summary>Judges the addresses that stores of a namespace lead to; null lets all pass. Stores of the cluster may lead anywhere.</summary>
    public EndpointGuard? TenantEndpoints { get; set; }

    /// <summary>Name of the node; null where there is none.</summary>
    public string? NodeName { get; set; }

    /// <summary>Whether <c>startAt: Auto</c> means the beginning, as in <c>logctl run</c>.</summary>
    public bool AutoStartsAtBeginning { get; set; }

    /// <summary>Whether the files are taken as complete: <see cref="PipelineHost.RunAsync"/> ends when everything is read and acknowledged.</summary>
    public bool Once { get; set; }

    /// <summary>Standard output for the stdout sink. Default the process's own.</summary>
    public Stream? Output { get; set; }

    /// <summary>Number of reader threads. Default the smaller of 2 and the number of processors.</summary>
    public int Readers { get; set; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>
    /// How long a new container log waits for its pod to become known, so that labels can select it or forbid reading it. Default none: it is
    /// read at once by what its directory's name tells.
    /// </summary>
    public TimeSpan PodPatience { get; set; }

    /// <summary>Bytes of memory that the queues of all branches may hold together. Default 64 MiB.</summary>
    public long BufferMemory { get; set; } = 64 << 20;

    /// <summary>How long a stop waits for what was read to be acknowledged. The rest is read again at the next start. Default 5 s.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Directory for hard links to files that are deleted before they were read and acknowledged; on the file system of the logs, used by one
    /// process at a time. Null, or where a file cannot be linked: what is needed of it is copied into the disk buffer of the state directory.
    /// </summary>
    public string? RetentionDirectory { get; set; }

    /// <summary>Whether it is no trouble that a file cannot be linked there: it may lie on any file system, and copies will do.</summary>
    public bool LinksAreOptional { get; set; }

    /// <summary>Bytes that these links may keep from being freed, together with the copies. Default the smaller of 2 GiB and 5 % of the file system.</summary>
    public long? RetentionQuota { get; set; }

    /// <summary>Mounts that may cease to answer; null: as the kernel tells.</summary>
    internal IReadOnlyList<string>? RemoteMounts { get; set; }

    /// <summary>Opens files; null: as they are.</summary>
    internal FileOpener? Opener { get; set; }
}
