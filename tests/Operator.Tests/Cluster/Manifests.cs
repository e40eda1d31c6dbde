namespace LogOperator.Operator.Tests.Cluster;

/// <summary>Manifests for tests.</summary>
internal static class Manifests
{
    public const string Source = """
        apiVersion: logoperator.io/v1alpha1
        kind: LogSource
        metadata: {name: web, namespace: shop}
        spec: {containerLogs: {}}
        ---

        """;

    public const string Store = """
        apiVersion: logoperator.io/v1alpha1
        kind: LogStore
        metadata: {name: out, namespace: shop}
        spec: {file: {path: out.ndjson}}
        ---

        """;

    public static string Pipeline(string name = "web", string dropIf = "severity < INFO", string store = "out") => $$"""
        apiVersion: logoperator.io/v1alpha1
        kind: LogPipeline
        metadata: {name: {{name}}, namespace: shop}
        spec: {sources: [{name: web}], stages: [{drop: {if: '{{dropIf}}'} }], stores: [{name: {{store}} }]}
        ---

        """;

    public static string Kafka(string name, string servers, string topic, string management) => $$"""
        apiVersion: logoperator.io/v1alpha1
        kind: LogStore
        metadata: {name: {{name}}, namespace: shop}
        spec: {kafka: {bootstrapServers: ["{{servers}}"], topic: {name: {{topic}} }, topicManagement: {{management}} } }
        ---

        """;
}
