using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using LogOperator.TestKit;

namespace LogOperator.Operator.Tests;

/// <summary>Compares what is built with what is committed below <c>tests/Operator.Tests</c>; <c>UPDATE_GOLDEN=1</c> writes it instead.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Verify<T>(string name, T actual, JsonTypeInfo<T> form)
    {
        var path = RepositoryRoot.File("tests", "Operator.Tests", name);
        var text = JsonSerializer.SerializeToNode(actual, form)!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, text);
            return;
        }

        Assert.True(File.Exists(path), $"{name} is missing; UPDATE_GOLDEN=1 writes it");
        Assert.Equal(File.ReadAllText(path), text);
    }

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
