namespace LogOperator.Kubernetes.Transport;

/// <summary>One request to the API server.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Body">Body, or null.</param>
/// <param name="MediaType">Media type of the body.</param>
internal sealed record KubeRequest(HttpMethod Method, string Path, byte[]? Body = null, string? MediaType = null)
{
    public static KubeRequest Get(string path) => new(HttpMethod.Get, path);

    /// <summary>How messages name the request: without the query, which may be long.</summary>
    public override string ToString() => $"{Method} {(Path.IndexOf('?', StringComparison.Ordinal) is >= 0 and var end ? Path[..end] : Path)}";
}
