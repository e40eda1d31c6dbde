using System.Text.Json;
using System.Text.Json.Serialization;
using LogOperator.Cli.Running;
using LogOperator.Cli.Validation;
using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Cli;

/// <summary>The JSON that this program prints.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ValidationReport))]
[JsonSerializable(typeof(RunSummary))]
[JsonSerializable(typeof(BufferReport))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CliJson : JsonSerializerContext;
