using System.Text.Json.Serialization;

namespace LogOperator.Agent.Configuration;

/// <summary>What a start finds of the run before it.</summary>
internal sealed record CrashRecord
{
    /// <summary>Version of the agent that wrote it.</summary>
    public required string Version { get; init; }

    /// <summary>How that run ended, or how far it had come.</summary>
    public required RunState State { get; init; }

    /// <summary>How many runs before that one ended on trial, one after the other.</summary>
    public required int Crashes { get; init; }

    /// <summary>The forms that it had run, or was about to run, by the keys of their pipelines.</summary>
    public required IReadOnlyDictionary<string, string> Tried { get; init; }

    /// <summary>The forms that it held back, by the keys of their pipelines.</summary>
    public required IReadOnlyDictionary<string, string> Held { get; init; }
}

/// <summary>Reads and writes the record.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CrashRecord))]
internal sealed partial class CrashRecordJson : JsonSerializerContext;
