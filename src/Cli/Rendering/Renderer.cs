using System.Text.Json;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Cli.Rendering;

/// <summary>Prints what the compiler made of manifests.</summary>
internal static class Renderer
{
    /// <summary>Prints a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="yaml">As YAML; else as JSON.</param>
    /// <param name="writer">Where to.</param>
    public static void Write(AgentConfig config, bool yaml, TextWriter writer)
    {
        var json = JsonSerializer.SerializeToElement(config, PipelineJson.Default.AgentConfig);
        if (yaml)
        {
            YamlWriter.Write(json, writer);
        }
        else
        {
            writer.WriteLine(JsonSerializer.Serialize(json, CliJson.Default.JsonElement));
        }
    }
}
