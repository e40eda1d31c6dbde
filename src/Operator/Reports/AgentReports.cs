using System.Collections.Concurrent;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Operator.Reports;

/// <summary>The last report of each agent's pod. Safe for concurrent use.</summary>
internal sealed class AgentReports(TimeSpan lifetime, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Sighting> sightings = new(StringComparer.Ordinal);

    /// <summary>The report of a pod, whatever its age; null if it never reported.</summary>
    public AgentReport? Last(string uid) => sightings.GetValueOrDefault(uid)?.Report;

    /// <summary>Notes a report.</summary>
    public void Set(string uid, AgentReport report) => sightings[uid] = new Sighting(report, time.GetTimestamp());

    /// <summary>Notes that a pod was asked in vain.</summary>
    public void Asked(string uid) => sightings.TryAdd(uid, new Sighting(null, 0));

    /// <summary>Forgets a pod.</summary>
    public void Remove(string uid) => sightings.TryRemove(uid, out _);

    /// <summary>The agents among some pods, as they are now.</summary>
    public IReadOnlyList<AgentView> View(IReadOnlyList<Pod> pods) => [.. pods.Where(IsAlive).Select(pod =>
    {
        var sighting = sightings.GetValueOrDefault(pod.Metadata.Uid ?? "");
        var fresh = sighting?.Report is not null && time.GetElapsedTime(sighting.At) <= lifetime;
        return new AgentView(pod.Label(Names.AgentLabel) ?? "", pod.Name(), pod.Spec?.NodeName ?? "", fresh && IsReady(pod) ? sighting!.Report!.Report : null);
    })];

    /// <summary>Whether every pod that is ready was asked at least once.</summary>
    public bool AllAsked(IReadOnlyList<Pod> pods) => pods.Where(p => IsAlive(p) && IsReady(p)).All(p => sightings.ContainsKey(p.Metadata.Uid ?? ""));

    /// <summary>Whether a pod is, or is about to be, an agent.</summary>
    public static bool IsAlive(Pod pod) => pod.Metadata.DeletionTimestamp is null && pod.Status?.Phase is not ("Succeeded" or "Failed");

    /// <summary>Whether a pod is ready.</summary>
    public static bool IsReady(Pod pod) => pod.Status?.Conditions.Of("Ready")?.Status == "True";

    private sealed record Sighting(AgentReport? Report, long At);
}
