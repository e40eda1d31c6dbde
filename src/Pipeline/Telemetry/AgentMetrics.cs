namespace LogOperator.Pipeline.Telemetry;

/// <summary>Every metric of the agent: the one place from which the exposition and the reference (<c>docs/metrics.md</c>) come.</summary>
public static class AgentMetrics
{
    private const string Pipeline = "pipeline";
    private const string Store = "store";

    /// <summary>Bytes of files read.</summary>
    public static Metric ReadBytes { get; } = Counter("logagent_read_bytes_total", "Bytes of log files that the pipeline has read.", Pipeline);

    /// <summary>Physical lines read.</summary>
    public static Metric ReadLines { get; } = Counter("logagent_read_lines_total", "Physical lines that the pipeline has read.", Pipeline);

    /// <summary>Records read.</summary>
    public static Metric ReadRecords { get; } = Counter("logagent_read_records_total", "Records that the lines were joined to.", Pipeline);

    /// <summary>Records made of several lines.</summary>
    public static Metric JoinedRecords { get; } = Counter("logagent_joined_records_total", "Records made of several physical lines.", Pipeline);

    /// <summary>Records taken out on purpose.</summary>
    public static Metric FilteredRecords { get; } =
        Counter("logagent_filtered_records_total", "Records taken out on purpose by stages, or taken by no route.", Pipeline);

    /// <summary>Records that stages failed on.</summary>
    public static Metric StageFailedRecords { get; } = Counter(
        "logagent_stage_failed_records_total",
        "Records that the stage could not process, whether they went on or were dropped (`onError`). `stage` is its name, else its place from 0 and verb: `0-parse`.",
        Pipeline, "stage");

    /// <summary>Records acknowledged.</summary>
    public static Metric AcknowledgedRecords { get; } =
        Counter("logagent_acknowledged_records_total", "Records that the store has acknowledged.", Pipeline, Store);

    /// <summary>Source bytes acknowledged.</summary>
    public static Metric AcknowledgedBytes { get; } =
        Counter("logagent_acknowledged_bytes_total", "Bytes of log files whose records the store has acknowledged.", Pipeline, Store);

    /// <summary>Source bytes by fate.</summary>
    public static Metric SourceBytes { get; } = Counter(
        "logagent_source_bytes_total",
        "Bytes of log files by what became of them for a store: `acknowledged`, `filtered`, `dropped`, `deadLettered` or `lost`, and why. Stays when the pipeline is deleted.",
        Pipeline, Store, "fate", "reason");

    /// <summary>Source bytes delivered again.</summary>
    public static Metric DuplicateBytes { get; } = Counter(
        "logagent_duplicate_bytes_total", "Bytes of log files that were delivered more than once, as far as it is known.", Pipeline, Store);

    /// <summary>Bytes skipped.</summary>
    public static Metric SkippedBytes { get; } = Gauge(
        "logagent_skipped_bytes", "Bytes of the followed files before the place where the store's share begins.", Pipeline, Store);

    /// <summary>Seconds behind.</summary>
    public static Metric LagSeconds { get; } = Gauge(
        "logagent_lag_seconds", "How long the oldest bytes that the store has not acknowledged have been there, as far as this process saw.", Pipeline, Store);

    /// <summary>Files unseen.</summary>
    public static Metric VanishedFiles { get; } = Counter(
        "logagent_vanished_files_total", "Files that went before anything of them could be read: of what was in them nothing is known.");

    /// <summary>Records that went to the dead letter store.</summary>
    public static Metric DeadLetteredRecords { get; } = Counter(
        "logagent_dead_lettered_records_total", "Records that the store refused and the dead letter store has acknowledged.", Pipeline, Store);

    /// <summary>Records dropped.</summary>
    public static Metric DroppedRecords { get; } = Counter(
        "logagent_dropped_records_total", "Records dropped, by reason; the store is empty for those dropped before they were routed.", Pipeline, Store, "reason");

    /// <summary>Requests repeated.</summary>
    public static Metric RetriedRequests { get; } = Counter("logagent_retried_requests_total", "Requests to the store that failed and were repeated.", Pipeline, Store);

    /// <summary>Records in flight.</summary>
    public static Metric PendingRecords { get; } = Gauge("logagent_pending_records", "Records read but not yet acknowledged by the store.", Pipeline, Store);

    /// <summary>Bytes behind.</summary>
    public static Metric LagBytes { get; } =
        Gauge("logagent_lag_bytes", "Bytes of the followed files that the store has not acknowledged, read or not.", Pipeline, Store);

    /// <summary>Whether the store takes records.</summary>
    public static Metric BranchWell { get; } =
        Gauge("logagent_branch_well", "1 while the store takes records or nothing was sent yet, 0 while it cannot be reached or refuses.", Pipeline, Store);

    /// <summary>Whether a branch keeps up.</summary>
    public static Metric BranchBehind { get; } = Gauge(
        "logagent_branch_behind",
        "1 while the store does not keep up, by reason: `Lagging` (what arrived 2 minutes ago is not acknowledged), `BufferFilling` (the queue stays full, and more arrives than the store takes) "
        + "or `Dropping` (records were dropped or lost in the last 5 minutes). Absent while it keeps up.",
        Pipeline, Store, "reason");

    /// <summary>Share of the queue in use.</summary>
    public static Metric BufferUse { get; } = Gauge("logagent_buffer_use_ratio", "Share of what the queue in front of the store may hold that is used, from 0 to 1.", Pipeline, Store);

    /// <summary>Streams followed.</summary>
    public static Metric FollowedStreams { get; } = Gauge("logagent_followed_streams", "Runs of containers, or files, that the pipeline follows.", Pipeline);

    /// <summary>Pods matched.</summary>
    public static Metric MatchedPods { get; } = Gauge("logagent_matched_pods", "Pods on this node whose containers the pipeline follows.", Pipeline);

    /// <summary>Running generation.</summary>
    public static Metric RunningGeneration { get; } =
        Gauge("logagent_pipeline_running_generation", "Generation of the pipeline that runs here, 0 if none does.", Pipeline);

    /// <summary>Whether a newer form was refused.</summary>
    public static Metric PipelineRefused { get; } =
        Gauge("logagent_pipeline_refused", "1 while a newer form of the pipeline is refused by this agent; the log and the status say why.", Pipeline);

    /// <summary>Bytes lost.</summary>
    public static Metric LostBytes { get; } = Counter(
        "logagent_lost_bytes_total",
        "Bytes that can never be delivered, once for each store that had to get them, by reason: `retention` (the quota of links and copies was full, or neither could be made), "
        + "`descriptors` (too many deleted files), `truncated`, `deleted` (the file could not be kept), `orphaned` (nobody came for a link or a copy); "
        + "`corrupt`, of the disk buffer, which its checksums show to be damaged, is counted once.",
        "reason");

    /// <summary>Files that could not be linked.</summary>
    public static Metric LinkFailures { get; } =
        Counter("logagent_link_failures_total", "Times that a file about to be deleted could not be linked; what is needed of it is copied into the disk buffer then.");

    /// <summary>Files that could not be opened.</summary>
    public static Metric OpenFailures { get; } = Counter(
        "logagent_open_failures_total", "Tries to open, list or look at a log file or directory that failed; each is repeated, and the log names it.");

    /// <summary>Files that could not be read.</summary>
    public static Metric ReadFailures { get; } =
        Counter("logagent_read_failures_total", "Tries to read an open log file that failed; each is repeated from the same place.");

    /// <summary>Files cut off.</summary>
    public static Metric TruncatedFiles { get; } = Counter(
        "logagent_truncated_files_total", "Times that a log file shrank or was written anew in place; bytes that were lost by it are in `logagent_lost_bytes_total`.");

    /// <summary>Holes skipped.</summary>
    public static Metric HoleBytes { get; } =
        Counter("logagent_hole_bytes_total", "NUL bytes skipped in log files, which are left where a file is truncated while its writer goes on behind.");

    /// <summary>Compressed files that are damaged.</summary>
    public static Metric BrokenArchives { get; } = Counter(
        "logagent_broken_archives_total", "Times that the end of a compressed log file was found missing or damaged; a file that is still being written counts too, and is looked at again.");

    /// <summary>Files let go.</summary>
    public static Metric ReleasedFiles { get; } = Counter(
        "logagent_released_files_total", "Deleted log files given up before they were read to their end; bytes that a store had still to get are in `logagent_lost_bytes_total`.");

    /// <summary>Notifications lost.</summary>
    public static Metric WatchOverflows { get; } =
        Counter("logagent_watch_overflows_total", "Times that the kernel's queue of notifications about log files overflowed; everything is looked at again then.");

    /// <summary>Entries of the disk buffer that are damaged.</summary>
    public static Metric BufferCorruptEntries { get; } = Counter(
        "logagent_buffer_corrupt_entries_total", "Entries of the disk buffer that were damaged and skipped, at least; their bytes are in `logagent_lost_bytes_total` as `corrupt`.");

    /// <summary>Syncs of the disk buffer that failed.</summary>
    public static Metric BufferSyncFailures { get; } =
        Counter("logagent_buffer_sync_failures_total", "Times that the disk buffer could not be synced to the disk; its entries are written anew then.");

    /// <summary>Failures of the disk buffer.</summary>
    public static Metric BufferFailures { get; } = Counter(
        "logagent_buffer_failures_total", "Times that a file of the disk buffer could not be made, written, synced, read or removed, such as on a full disk.");

    /// <summary>Streams that do not answer.</summary>
    public static Metric StalledStreams { get; } =
        Gauge("logagent_stalled_streams", "Runs of containers, or files, of which reading has not returned for 10 s, and mounts of which not even the names are told: they do not answer. Nothing else waits for them.");

    /// <summary>Configurations applied.</summary>
    public static Metric ConfigApplies { get; } = Counter("logagent_config_applies_total", "Configurations that were applied, in whole or in part.");

    /// <summary>Problems of the configuration.</summary>
    public static Metric ConfigProblems { get; } =
        Gauge("logagent_config_problems", "Parts of the present configuration that cannot be read; their last good content goes on.");

    /// <summary>Whether the API server is known.</summary>
    public static Metric ConfigFromApi { get; } =
        Gauge("logagent_config_from_api", "1 if the present configuration came from the API server, 0 if from mounted Secrets, the last good copy or nowhere.");

    /// <summary>Pods known.</summary>
    public static Metric KnownPods { get; } = Gauge("logagent_known_pods", "Pods of this node that are known, ended ones included for 10 minutes.");

    /// <summary>Start of the process.</summary>
    public static Metric StartTime { get; } = Gauge("logagent_start_time_seconds", "When the process started, in seconds since 1970-01-01 UTC.");

    /// <summary>CPU used.</summary>
    public static Metric Cpu { get; } = Counter("logagent_cpu_seconds_total", "CPU time that the process has used, in seconds.");

    /// <summary>Memory used.</summary>
    public static Metric ResidentMemory { get; } = Gauge("logagent_resident_memory_bytes", "Memory of the process that is resident.");

    /// <summary>Managed heap.</summary>
    public static Metric ManagedHeap { get; } = Gauge("logagent_managed_heap_bytes", "Managed memory in use, as of the last garbage collection.");

    /// <summary>Version.</summary>
    public static Metric BuildInfo { get; } = Gauge("logagent_build_info", "Always 1; the label says which version runs.", "version");

    /// <summary>All of them, in the order of the reference.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        ReadBytes, ReadLines, ReadRecords, JoinedRecords, FilteredRecords, StageFailedRecords, AcknowledgedRecords, AcknowledgedBytes, SourceBytes, DuplicateBytes,
        DeadLetteredRecords, DroppedRecords, RetriedRequests,
        PendingRecords, LagBytes, LagSeconds, SkippedBytes, BranchWell, BranchBehind, BufferUse, FollowedStreams, MatchedPods, RunningGeneration, PipelineRefused, LostBytes, VanishedFiles,
        LinkFailures, OpenFailures, ReadFailures, TruncatedFiles, HoleBytes, BrokenArchives, ReleasedFiles, WatchOverflows,
        BufferCorruptEntries, BufferSyncFailures, BufferFailures, StalledStreams,
        ConfigApplies, ConfigProblems, ConfigFromApi, KnownPods, StartTime, Cpu, ResidentMemory, ManagedHeap, BuildInfo,
    ];

    private static Metric Counter(string name, string help, params IReadOnlyList<string> labels) => new(name, MetricKind.Counter, help, labels);

    private static Metric Gauge(string name, string help, params IReadOnlyList<string> labels) => new(name, MetricKind.Gauge, help, labels);
}
