using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Transport;

namespace LogOperator.Kubernetes;

/// <content>Calls about the server itself.</content>
public sealed partial class KubeClient
{
    /// <summary>Version of the API server.</summary>
    public Task<VersionInfo> GetVersionAsync(CancellationToken cancellation = default) =>
        SendAsync(KubeRequest.Get("/version"), KubernetesJson.Default.VersionInfo, cancellation);

    /// <summary>Reads any path, for instance <c>/readyz</c>, as text.</summary>
    public Task<string> GetTextAsync(string path, CancellationToken cancellation = default) => http.SendAsync(
        KubeRequest.Get(path),
        static async (stream, token) =>
        {
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(token).ConfigureAwait(false);
        },
        cancellation);

    /// <summary>The resources of a group and version, for instance <c>apps/v1</c>.</summary>
    public Task<ApiResourceList> GetApiResourcesAsync(string apiVersion, CancellationToken cancellation = default) =>
        SendAsync(KubeRequest.Get(apiVersion.Contains('/') ? $"/apis/{apiVersion}" : $"/api/{apiVersion}"), KubernetesJson.Default.ApiResourceList, cancellation);

    /// <summary>Asks the server how a kind is called in paths, so that objects of it can be applied without a type.</summary>
    /// <returns>Null when the server does not know the kind.</returns>
    public async Task<KubeResource<UnstructuredObject>?> FindResourceAsync(string apiVersion, string kind, CancellationToken cancellation = default)
    {
        ApiResourceList list;
        try
        {
            list = await GetApiResourcesAsync(apiVersion, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return null;
        }

        if (list.Resources?.FirstOrDefault(r => r.Kind == kind && !r.Name.Contains('/')) is not { } resource)
        {
            return null;
        }

        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new KubeResource<UnstructuredObject>(
            slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..], resource.Name, kind, resource.Namespaced == true, KubernetesJson.Default.UnstructuredObject);
    }
}
