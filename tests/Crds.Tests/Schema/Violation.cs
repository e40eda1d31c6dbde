using System.Text.Json.Nodes;

namespace LogOperator.Crds.Tests.Schema;

/// <summary>An object that breaks one bound of its schema.</summary>
/// <param name="Bound">Which, and where.</param>
/// <param name="Object">The object.</param>
internal sealed record Violation(string Bound, JsonObject Object);
