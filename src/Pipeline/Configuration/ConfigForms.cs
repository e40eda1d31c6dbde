using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LogOperator.Pipeline.Configuration;

/// <summary>The JSON forms of the parts of a configuration, made as far as they are needed.</summary>
public static class ConfigForms
{
    private static readonly JsonSerializerOptions Options = DeferredForms.Of(PipelineJson.Default);

    /// <summary>Form of a pipeline.</summary>
    public static JsonTypeInfo<PipelineConfig> Pipeline => (JsonTypeInfo<PipelineConfig>)Options.GetTypeInfo(typeof(PipelineConfig));

    /// <summary>Form of a store.</summary>
    public static JsonTypeInfo<StoreConfig> Store => (JsonTypeInfo<StoreConfig>)Options.GetTypeInfo(typeof(StoreConfig));
}
