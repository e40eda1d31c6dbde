using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Transport;

namespace LogOperator.Kubernetes;

/// <content>Calls about the server, subresources, logs and access.</content>
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

    /// <summary>Whether this client may do something.</summary>
    public async Task<SubjectAccessReviewStatus> CanIAsync(ResourceAttributes access, CancellationToken cancellation = default)
    {
        var question = new SelfSubjectAccessReview { Metadata = new ObjectMeta(), Spec = new SelfSubjectAccessReviewSpec { ResourceAttributes = access } };
        var answer = await CreateAsync(SelfSubjectAccessReview.Resource, question, null, cancellation).ConfigureAwait(false);
        return answer.Status ?? new SubjectAccessReviewStatus { Allowed = false, EvaluationError = "the server gave no answer" };
    }

    /// <summary>Whether somebody else may do something; the caller needs the right to ask.</summary>
    public async Task<SubjectAccessReviewStatus> CanAsync(SubjectAccessReviewSpec access, CancellationToken cancellation = default)
    {
        var question = new SubjectAccessReview { Metadata = new ObjectMeta(), Spec = access };
        var answer = await CreateAsync(SubjectAccessReview.Resource, question, null, cancellation).ConfigureAwait(false);
        return answer.Status ?? new SubjectAccessReviewStatus { Allowed = false, EvaluationError = "the server gave no answer" };
    }

    /// <summary>The log of a container. The caller disposes the stream, which ends early when the connection breaks.</summary>
    public async Task<Stream> ReadLogAsync(string ns, string pod, PodLogOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PodLogOptions();
        var path = new QueryString(Pod.Resource.ObjectPath(ns, pod, "log"))
            .Add("container", options.Container).Add("follow", options.Follow).Add("previous", options.Previous).Add("timestamps", options.Timestamps)
            .Add("tailLines", options.TailLines).Add("sinceSeconds", options.Since is { } since ? (long)since.TotalSeconds : null);
        var response = await http.OpenAsync(KubeRequest.Get(path.ToString()), cancellation).ConfigureAwait(false);
        return await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Reads a subresource, for instance <c>scale</c>.</summary>
    public Task<TResult> GetSubresourceAsync<T, TResult>(
        KubeResource<T> resource, string? ns, string name, string subresource, JsonTypeInfo<TResult> typeInfo, CancellationToken cancellation = default)
        where T : class, IKubeObject
        where TResult : class => SendAsync(KubeRequest.Get(resource.ObjectPath(ns, name, subresource)), typeInfo, cancellation);

    /// <summary>Posts to a subresource, for instance <c>eviction</c> of a pod.</summary>
    public Task<TBody> CreateSubresourceAsync<T, TBody>(
        KubeResource<T> resource, string? ns, string name, string subresource, TBody body, JsonTypeInfo<TBody> typeInfo, CancellationToken cancellation = default)
        where T : class, IKubeObject
        where TBody : class => SendAsync(
            new KubeRequest(HttpMethod.Post, resource.ObjectPath(ns, name, subresource), JsonSerializer.SerializeToUtf8Bytes(body, typeInfo), JsonMediaType), typeInfo, cancellation);

    /// <summary>Gets a token of a service account.</summary>
    public async Task<TokenRequestStatus> CreateTokenAsync(string ns, string serviceAccount, TokenRequestSpec spec, CancellationToken cancellation = default)
    {
        var request = new TokenRequest { ApiVersion = "authentication.k8s.io/v1", Kind = "TokenRequest", Spec = spec };
        var answer = await CreateSubresourceAsync(ServiceAccount.Resource, ns, serviceAccount, "token", request, KubernetesJson.Default.TokenRequest, cancellation).ConfigureAwait(false);
        return answer.Status ?? throw new KubeException($"POST serviceaccounts/{ns}/{serviceAccount}/token", "BadAnswer", "expected a token, found none");
    }
}
