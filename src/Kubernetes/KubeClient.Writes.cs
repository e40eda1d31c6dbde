using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Transport;

namespace LogOperator.Kubernetes;

/// <content>Calls that change objects.</content>
public sealed partial class KubeClient
{
    private const string ApplyMediaType = "application/apply-patch+yaml";

    /// <summary>Creates an object in the namespace that its metadata names.</summary>
    public Task<T> CreateAsync<T>(KubeResource<T> resource, T obj, WriteOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject => SendAsync(
            resource,
            new KubeRequest(HttpMethod.Post, Query(resource.CollectionPath(WriteNamespace(resource, obj)), options).ToString(), ObjectEncoder.Encode(resource, obj), JsonMediaType),
            cancellation);

    /// <summary>Replaces an object as a whole; a resource version in its metadata makes an interim change a conflict.</summary>
    public Task<T> ReplaceAsync<T>(KubeResource<T> resource, T obj, WriteOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject => SendAsync(
            resource,
            new KubeRequest(HttpMethod.Put, Query(resource.ObjectPath(obj.Metadata.Namespace, obj.Name()), options).ToString(), ObjectEncoder.Encode(resource, obj), JsonMediaType),
            cancellation);

    /// <summary>Server-side apply: creates the object or sets exactly these fields, and removes those that the same manager no longer names.</summary>
    public Task<T> ApplyAsync<T>(KubeResource<T> resource, T obj, ApplyOptions options, CancellationToken cancellation = default)
        where T : class, IKubeObject => ApplyAsync(resource, obj, null, options, cancellation);

    /// <summary>Server-side apply of the status subresource; spec and labels in <paramref name="obj" /> are ignored by the server. The object must exist.</summary>
    public Task<T> ApplyStatusAsync<T>(KubeResource<T> resource, T obj, ApplyOptions options, CancellationToken cancellation = default)
        where T : class, IKubeObject => ApplyAsync(resource, obj, "status", options, cancellation);

    /// <summary>Patches an object or one of its subresources.</summary>
    public Task<T> PatchAsync<T>(
        KubeResource<T> resource, string? ns, string name, KubePatch patch, string? subresource = null, WriteOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject => SendAsync(
            resource,
            new KubeRequest(HttpMethod.Patch, Query(resource.ObjectPath(ns, name, subresource), options).ToString(), ObjectEncoder.Bytes(patch.Content), patch.MediaType),
            cancellation);

    /// <summary>Patches the status subresource.</summary>
    public Task<T> PatchStatusAsync<T>(KubeResource<T> resource, string? ns, string name, KubePatch patch, WriteOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject => PatchAsync(resource, ns, name, patch, "status", options, cancellation);

    /// <summary>Deletes an object.</summary>
    /// <exception cref="KubeException">Also when there is no such object, or a precondition does not hold (conflict).</exception>
    public Task DeleteAsync<T>(KubeResource<T> resource, string? ns, string name, DeleteOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject
    {
        var body = new DeleteBody
        {
            PropagationPolicy = options?.PropagationPolicy,
            GracePeriodSeconds = options?.GracePeriod is { } grace ? (long)grace.TotalSeconds : null,
            Preconditions = options?.Uid is null && options?.ResourceVersion is null ? null : new DeletePreconditions { Uid = options.Uid, ResourceVersion = options.ResourceVersion },
        };
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(body, KubernetesJson.Default.DeleteBody);
        return http.SendAsync(new KubeRequest(HttpMethod.Delete, resource.ObjectPath(ns, name), json, JsonMediaType), DrainAsync, cancellation);
    }

    private static async Task<bool> DrainAsync(Stream stream, CancellationToken cancellation)
    {
        await stream.CopyToAsync(Stream.Null, cancellation).ConfigureAwait(false);
        return true;
    }

    private static QueryString Query(string path, WriteOptions? options) =>
        new QueryString(path).Add("fieldManager", options?.FieldManager).Add("dryRun", options?.DryRun == true ? "All" : null);

    private static string? WriteNamespace<T>(KubeResource<T> resource, T obj)
        where T : class, IKubeObject => !resource.Namespaced ? null : obj.Metadata.Namespace is { Length: > 0 } ns
            ? ns
            : throw new ArgumentException($"expected metadata.namespace, since {resource} live in namespaces, found none", nameof(obj));

    private Task<T> ApplyAsync<T>(KubeResource<T> resource, T obj, string? subresource, ApplyOptions options, CancellationToken cancellation)
        where T : class, IKubeObject
    {
        var path = new QueryString(resource.ObjectPath(obj.Metadata.Namespace, obj.Name(), subresource))
            .Add("fieldManager", options.FieldManager).Add("force", options.Force).Add("dryRun", options.DryRun ? "All" : null);
        return SendAsync(resource, new KubeRequest(HttpMethod.Patch, path.ToString(), ObjectEncoder.Encode(resource, obj), ApplyMediaType), cancellation);
    }
}
