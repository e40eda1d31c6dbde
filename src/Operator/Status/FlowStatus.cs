using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Status;

/// <summary>The condition Flowing: whether data moves and is acknowledged. Pure.</summary>
internal static class FlowStatus
{
    public const string NoMatchingPods = "NoMatchingPods";
    public const string PathMissing = "PathMissing";
    public const string StoreUnreachable = "StoreUnreachable";
    public const string AuthFailed = "AuthFailed";
    public const string BufferFilling = "BufferFilling";
    public const string Dropping = "Dropping";
    public const string Lagging = "Lagging";
    public const string Paused = "Paused";
    public const string NotRunning = "NotRunning";
    public const string NothingSentYet = "NothingSentYet";

    public static Condition Judge(string key, PipelineConfig? config, Condition? was, Fleet fleet)
    {
        if (config is null)
        {
            return Unknown(NotRunning, "no agent is to run this pipeline");
        }

        if (config.Paused)
        {
            return Unknown(Paused, "the pipeline is paused");
        }

        var reports = fleet.Agents.Where(a => a.Report is not null).Select(a => (a.Node, Pipeline: a.Report!.Find(key))).Where(r => r.Pipeline is not null).ToList();
        if (reports.Count == 0)
        {
            return !fleet.Settled && was is not null ? was : Unknown(NotRunning, "no agent has reported yet");
        }

        // A store that refuses us needs a human; one that is away comes back by itself.
        if (Worst(reports, BranchState.Misconfigured) is { } refused)
        {
            return Conditions.Make(Conditions.Flowing, Conditions.False, AuthFailed, refused);
        }

        if (Worst(reports, BranchState.Unreachable) is { } away)
        {
            return Conditions.Make(Conditions.Flowing, Conditions.False, StoreUnreachable, away);
        }

        if (Slowest(reports) is { } slow)
        {
            return slow;
        }

        if (reports.TrueForAll(r => r.Pipeline!.Streams == 0))
        {
            return NothingMatches(config, was);
        }

        if (reports.Exists(r => r.Pipeline!.Branches.Any(b => b.State == BranchState.Flowing)))
        {
            return Conditions.Make(Conditions.Flowing, Conditions.True, Conditions.Flowing);
        }

        // An agent that was restarted has sent nothing yet; quiet is not a failure.
        return was is { Status: Conditions.True } ? was : Unknown(NothingSentYet, "there was nothing to deliver yet");
    }

    private static Condition NothingMatches(PipelineConfig config, Condition? was)
    {
        var files = config.Sources.All(s => s.Spec.NodeFiles is not null);
        var (reason, message) = files ? (PathMissing, "no file matches the sources' paths") : (NoMatchingPods, "no pod matches the sources' selectors");
        var before = was is null || (was.Status == Conditions.Unknown && was.Reason is NotRunning or NoMatchingPods or PathMissing or Paused);
        return Conditions.Make(Conditions.Flowing, before ? Conditions.Unknown : Conditions.False, reason, message);
    }

    private static string? Worst(List<(string Node, PipelineReport? Pipeline)> reports, BranchState state)
    {
        var bad = reports
            .SelectMany(r => r.Pipeline!.Branches.Where(b => b.State == state).Select(b => (r.Node, b.Store, b.Detail)))
            .OrderBy(b => b.Store, StringComparer.Ordinal).ThenBy(b => b.Node, StringComparer.Ordinal).ToList();
        if (bad.Count == 0)
        {
            return null;
        }

        var (node, store, detail) = bad[0];
        var rest = bad.Count > 1 ? $" (and {bad.Count - 1} more)" : "";
        return $"store {store.TrimStart('/')} on {node}: {detail ?? "no detail"}{rest}";
    }

    // What agents judge over minutes; the message changes rarely.
    private static Condition? Slowest(List<(string Node, PipelineReport? Pipeline)> reports)
    {
        var slow = reports
            .SelectMany(r => r.Pipeline!.Branches.Where(b => b.Pace != BranchPace.Even).Select(b => (r.Node, Pipeline: r.Pipeline!, Branch: b)))
            .OrderByDescending(b => b.Branch.Pace).ThenBy(b => b.Branch.Store, StringComparer.Ordinal).ThenBy(b => b.Node, StringComparer.Ordinal).ToList();
        if (slow.Count == 0)
        {
            return null;
        }

        var (node, pipeline, branch) = slow[0];
        var (reason, what) = branch.Pace switch
        {
            BranchPace.Dropping => (Dropping, Reasons(pipeline, branch) is { Length: > 0 } reasons ? $"records were dropped or lost in the last 5 minutes; so far, records were dropped for {reasons}" : "bytes were lost in the last 5 minutes"),
            BranchPace.BufferFilling => (BufferFilling, "the queue stays full, and more arrives than the store takes"),
            _ => (Lagging, $"what arrived {FlowFigures.LagText(pipeline.LagOf(branch))} ago is not acknowledged"),
        };
        var rest = slow.Count > 1 ? $" (and {slow.Count - 1} more)" : "";
        return Conditions.Make(Conditions.Flowing, Conditions.False, reason, $"store {branch.Store.TrimStart('/')} on {node}: {what}{rest}");
    }

    private static string Reasons(PipelineReport pipeline, BranchReport branch) =>
        string.Join(", ", pipeline.Dropped.Concat(branch.Dropped).Where(d => d.Value > 0).Select(d => d.Key).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static Condition Unknown(string reason, string message) => Conditions.Make(Conditions.Flowing, Conditions.Unknown, reason, message);
}
