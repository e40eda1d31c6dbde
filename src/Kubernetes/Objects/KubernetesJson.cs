using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>The source-generated JSON form of every built-in kind in use: camelCase, unknown members ignored, nulls not written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ApiResourceList))]
[JsonSerializable(typeof(ApiStatus))]
[JsonSerializable(typeof(Condition))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(DaemonSet))]
[JsonSerializable(typeof(DeleteBody))]
[JsonSerializable(typeof(Event))]
[JsonSerializable(typeof(EventSeries))]
[JsonSerializable(typeof(LabelSelector))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ServiceAccount))]
[JsonSerializable(typeof(UnstructuredObject))]
[JsonSerializable(typeof(VersionInfo))]
public sealed partial class KubernetesJson : JsonSerializerContext;
