using System.Text.Json;
using System.Text.Json.Nodes;
using LogOperator.Crds.Compilation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Tests.Compilation;

/// <summary>Writes what the compiler made as people read it.</summary>
internal static class ResultText
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Config(CompilationResult result) =>
        Write(JsonSerializer.SerializeToNode(result.Config, PipelineJson.Default.AgentConfig)!);

    public static string Verdicts(CompilationResult result)
    {
        var verdicts = new JsonObject();
        foreach (var verdict in result.Verdicts)
        {
            verdicts[verdict.Resource.ToString()] = Of(verdict);
        }

        var node = new JsonObject { ["verdicts"] = verdicts };
        if (result.Credentials.Count > 0)
        {
            node["credentials"] = Texts(result.Credentials.Select(c => $"{c.Namespace}/{c.Name} {c.Key}"));
        }

        if (result.SecretsToLookUp.Count > 0)
        {
            node["secretsToLookUp"] = Texts(result.SecretsToLookUp.Select(c => $"{c.Namespace}/{c.Name} {c.Key}"));
        }

        if (result.Topics.Count > 0)
        {
            node["topics"] = Texts(result.Topics.Select(t => $"{t.Kind} {t.Store.Key} {t.Store.Spec.Kafka!.Topic.Name}"));
        }

        node["agents"] = Texts(result.Agents.Select(a => a.Metadata.Name!));
        return Write(node);
    }

    private static JsonObject Of(Verdict verdict)
    {
        var node = new JsonObject();
        foreach (var condition in verdict.Conditions)
        {
            node[condition.Type] = $"{condition.Status} {condition.Reason}{(condition.Message is null ? "" : $": {condition.Message}")}";
        }

        if (verdict.Problems.Count > 0)
        {
            node["problems"] = Texts(verdict.Problems.Select(p => $"{p.Reason} {p}"));
        }

        if (verdict.Type is { } type)
        {
            node["type"] = type;
        }

        if (verdict.RunningGeneration is { } generation)
        {
            node["runningGeneration"] = generation;
        }

        if (verdict.AcceptedAt is { } acceptedAt)
        {
            node["acceptedAt"] = acceptedAt.ToString("O");
        }

        if (verdict.Hash is { } hash)
        {
            node["hash"] = hash;
        }

        if (verdict.Pipelines > 0)
        {
            node["pipelines"] = verdict.Pipelines;
        }

        return node;
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static string Write(JsonNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Indented))
        {
            node.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
