namespace LogOperator.TestKit.Kubernetes;

/// <summary>A path of the Kubernetes API, taken apart.</summary>
/// <param name="Api">Group and version, for instance <c>/apis/apps/v1</c>.</param>
/// <param name="Plural">Resource.</param>
/// <param name="Namespace">Namespace, or null.</param>
/// <param name="Name">Name, or null for a collection.</param>
/// <param name="Subresource">Subresource, or null.</param>
internal sealed record FakePath(string Api, string Plural, string? Namespace, string? Name, string? Subresource)
{
    /// <summary>Where the object is kept.</summary>
    public string Key => $"{Api} {Plural} {Namespace}/{Name}";

    public static FakePath? Parse(string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var start = parts switch
        {
            ["api", _, _, ..] => 2,
            ["apis", _, _, _, ..] => 3,
            _ => 0,
        };
        if (start == 0)
        {
            return null;
        }

        var api = "/" + string.Join('/', parts[..start]);
        return parts[start..] switch
        {
            ["namespaces", var ns, var plural, .. var rest] => new FakePath(api, plural, ns, rest.ElementAtOrDefault(0), rest.ElementAtOrDefault(1)),
            [var plural, .. var rest] => new FakePath(api, plural, null, rest.ElementAtOrDefault(0), rest.ElementAtOrDefault(1)),
            _ => null,
        };
    }

    /// <summary>Whether this collection contains the object that is kept there.</summary>
    public bool Contains(string key) => key.StartsWith($"{Api} {Plural} {(Namespace is null ? "" : Namespace + "/")}", StringComparison.Ordinal);
}
