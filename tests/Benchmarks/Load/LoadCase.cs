using LogOperator.Benchmarks.Contenders;

namespace LogOperator.Benchmarks.Load;

/// <summary>A load that goes on for a while, as it is in a cluster.</summary>
internal sealed record LoadCase
{
    /// <summary>A short name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>How many log files are written at the same time.</summary>
    public required int Files { get; init; }

    /// <summary>Bytes written a second, to all files together.</summary>
    public required long BytesPerSecond { get; init; }

    /// <summary>How long it lasts by default.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Size at which a file is rotated as kubelet does it; null for never.</summary>
    public long? RotateAt { get; init; }

    /// <summary>How many pipelines read.</summary>
    public int Pipelines { get; init; } = 1;

    /// <summary>Whether every pipeline reads all files, in place of one file each.</summary>
    public bool Shared { get; init; } = true;

    /// <summary>Times that each line is read.</summary>
    public int Readers => Shared ? Pipelines : 1;

    /// <summary>What we want to reach: most of a processor that may be used, in percent; null if nothing is said.</summary>
    public double? MostPercent { get; init; }

    /// <summary>What we want to reach: most memory at the end.</summary>
    public long? MostMiB { get; init; }

    /// <summary>What we want to reach: longest delay of 99 % of the lines.</summary>
    public TimeSpan? MostDelay { get; init; }

    /// <summary>What we want to reach: the parts of others' processor time that may be used.</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];

    /// <summary>Whether the pods are those of a cluster, whose API server is watched, and all contenders read the same files at the same time.</summary>
    public bool InCluster { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LoadCase> All { get; } =
    [
        new()
        {
            Name = "steady", Title = "10 MB/s of container log lines to a store that keeps nothing, metrics scraped, the API server watched", Files = 10, BytesPerSecond = 10_000_000,
            RotateAt = 10 << 20, Duration = TimeSpan.FromMinutes(30), InCluster = true, MostMiB = 45, Targets = [new(OtelCollector.Title, 0.1, OfProcessor: true)],
        },
        Rotating(4),
        Rotating(100),
        new()
        {
            Name = "pipelines-own", Title = "1,000 pipelines on a file each, 3 MB/s in sum", Files = 1000, BytesPerSecond = 3_000_000, Duration = TimeSpan.FromMinutes(1),
            Pipelines = 1000, Shared = false, MostPercent = 8,
        },
        new()
        {
            Name = "pipelines-shared", Title = "1,000 pipelines on the same 10 files, 3 MB/s in sum", Files = 10, BytesPerSecond = 3_000_000, Duration = TimeSpan.FromMinutes(1),
            Pipelines = 1000, MostPercent = 8,
        },
    ];

    private static LoadCase Rotating(int files) => new()
    {
        Name = $"rotation-{files}",
        Title = $"100 MiB/s of container log lines to {files} files that are rotated at 10 MiB as kubelet does it",
        Files = files,
        BytesPerSecond = 100 << 20,
        RotateAt = 10 << 20,
        Duration = TimeSpan.FromSeconds(30),
        MostDelay = TimeSpan.FromSeconds(2),
    };
}
