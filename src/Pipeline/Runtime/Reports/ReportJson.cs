using System.Text.Json.Serialization;

namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>Writes and reads reports; members that are not known are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(AgentReport))]
[JsonSerializable(typeof(HostReport))]
public sealed partial class ReportJson : JsonSerializerContext;
