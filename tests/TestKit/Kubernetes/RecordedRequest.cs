namespace LogOperator.TestKit.Kubernetes;

/// <summary>A request that a <see cref="FakeApiServer" /> got.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path.</param>
/// <param name="Query">Query with its question mark, or empty.</param>
/// <param name="Authorization">Authorization header, or empty.</param>
/// <param name="ContentType">Media type of the body, or empty.</param>
/// <param name="Body">Body as text.</param>
public sealed record RecordedRequest(string Method, string Path, string Query, string Authorization, string ContentType, string Body)
{
    /// <summary>Whether it starts a watch.</summary>
    public bool IsWatch => Query.Contains("watch=true", StringComparison.Ordinal);
}
