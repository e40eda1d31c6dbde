using System.Text.Json.Nodes;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Operator.Status;

/// <summary>The status that an object should have.</summary>
/// <param name="Regarding">The object, for events.</param>
/// <param name="Present">The status that it has, as last seen, empty if none; null where the object cannot be read.</param>
/// <param name="Status">The status that it should have.</param>
internal sealed record WantedStatus(ObjectReference Regarding, JsonObject? Present, JsonObject Status);
