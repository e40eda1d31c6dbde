using System.Text.Json;
using System.Text.Json.Nodes;
using LogOperator.Kubernetes.Control;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Status;

/// <summary>Tells the transitions of conditions as events.</summary>
internal static class Transitions
{
    /// <summary>The transitions between two statuses that are worth an event: what turned false, and what became ready or flows again.</summary>
    public static IEnumerable<(bool Warning, string Reason, string Note)> Between(JsonObject present, JsonObject wanted)
    {
        var before = Read(present);
        foreach (var condition in Read(wanted))
        {
            var was = before.Of(condition.Type);
            switch (condition.Type, condition.Status)
            {
                // Ready repeats what another condition says.
                case (Conditions.Ready, Conditions.False or Conditions.Unknown):
                case (Conditions.Reconciling or Conditions.Stalled, _):
                    break;
                case (_, Conditions.False) when (was?.Status != Conditions.False || was.Reason != condition.Reason) && condition.Reason is not (PipelineStatus.RolloutInProgress or PipelineStatus.NotCompiled):
                    yield return (true, condition.Reason ?? condition.Type, $"{condition.Type}: {condition.Message}");
                    break;
                case (Conditions.Ready, Conditions.True) when was?.Status != Conditions.True:
                    yield return (false, Conditions.Ready, "everything is as it should be");
                    break;
                case (Conditions.Flowing, Conditions.True) when was?.Status != Conditions.True:
                    yield return (false, Conditions.Flowing, "data moves and is acknowledged");
                    break;
            }
        }
    }

    /// <summary>Records the transitions between two statuses of an object.</summary>
    public static void Record(this EventRecorder recorder, ObjectReference regarding, JsonObject present, JsonObject wanted)
    {
        foreach (var (warning, reason, note) in Between(present, wanted))
        {
            if (warning)
            {
                recorder.Warning(regarding, reason, "Reconcile", note);
            }
            else
            {
                recorder.Normal(regarding, reason, "Reconcile", note);
            }
        }
    }

    private static List<Condition> Read(JsonObject status) =>
        (status["conditions"] as JsonArray)?.Select(c => c.Deserialize(KubernetesJson.Default.Condition)).OfType<Condition>().ToList() ?? [];
}
