using System.Runtime.CompilerServices;
using System.Text.Json;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Transport;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Kubernetes;

/// <summary>
/// Talks to one API server over one pool of connections. Safe for concurrent use. Every call throws <see cref="KubeException" /> when the server refuses
/// or cannot be reached, and repeats a request a bounded number of times when the server answers 429 or 503 with Retry-After.
/// </summary>
public sealed partial class KubeClient : IDisposable
{
    private const int PageSize = 500;
    private const string JsonMediaType = "application/json";
    private static readonly TimeSpan WatchTimeout = TimeSpan.FromMinutes(5);

    private readonly KubeHttp http;

    /// <summary>Makes a client; no connection is opened yet.</summary>
    public KubeClient(KubeConfig config, KubeClientOptions? options = null, TimeProvider? time = null, ILogger<KubeClient>? logger = null)
    {
        Config = config;
        http = new KubeHttp(config, options ?? new KubeClientOptions(), time ?? TimeProvider.System, (ILogger?)logger ?? NullLogger.Instance);
    }

    /// <summary>The configuration that the client was made with.</summary>
    public KubeConfig Config { get; }

    /// <inheritdoc />
    public void Dispose() => http.Dispose();

    /// <summary>Reads an object.</summary>
    /// <param name="resource">Kind.</param>
    /// <param name="ns">Namespace; null for cluster-scoped kinds.</param>
    /// <param name="name">Name.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="KubeException">Also when there is no such object.</exception>
    public Task<T> GetAsync<T>(KubeResource<T> resource, string? ns, string name, CancellationToken cancellation = default)
        where T : class, IKubeObject => SendAsync(resource, KubeRequest.Get(resource.ObjectPath(ns, name)), cancellation);

    /// <summary>Reads an object; null when there is none.</summary>
    public async Task<T?> FindAsync<T>(KubeResource<T> resource, string? ns, string name, CancellationToken cancellation = default)
        where T : class, IKubeObject
    {
        try
        {
            return await GetAsync(resource, ns, name, cancellation).ConfigureAwait(false);
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>
    /// Reads all objects, page by page. When the server forgets the list in between (410), it begins again, at last without pages.
    /// </summary>
    /// <param name="resource">Kind.</param>
    /// <param name="ns">Namespace; null for all, and for cluster-scoped kinds.</param>
    /// <param name="options">Which objects.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<KubeList<T>> ListAsync<T>(KubeResource<T> resource, string? ns = null, ListOptions? options = null, CancellationToken cancellation = default)
        where T : class, IKubeObject
    {
        var page = (options ?? new ListOptions()) with { Limit = options?.Limit ?? PageSize };
        var items = new List<T>();
        var undecodable = new List<UndecodableObject>();
        var restarts = 0;
        while (true)
        {
            KubeList<T> found;
            try
            {
                found = await ListPageAsync(resource, ns, page, cancellation).ConfigureAwait(false);
            }
            catch (KubeException e) when (e.IsExpired && page.Continue is not null)
            {
                items.Clear();
                undecodable.Clear();
                page = page with { Continue = null, Limit = ++restarts > 1 ? 0 : page.Limit };
                continue;
            }

            items.AddRange(found.Items);
            undecodable.AddRange(found.Undecodable);
            if (string.IsNullOrEmpty(found.Metadata.Continue))
            {
                return new KubeList<T>(items, undecodable, found.Metadata);
            }

            // The token carries the version of the first page; naming one again is an error.
            page = page with { Continue = found.Metadata.Continue, ResourceVersion = null };
        }
    }

    /// <summary>Reads one page; <see cref="ListMeta.Continue" /> leads to the next.</summary>
    public Task<KubeList<T>> ListPageAsync<T>(KubeResource<T> resource, string? ns, ListOptions options, CancellationToken cancellation = default)
        where T : class, IKubeObject
    {
        var path = new QueryString(resource.CollectionPath(ns))
            .Add("labelSelector", options.LabelSelector).Add("fieldSelector", options.FieldSelector)
            .Add("limit", options.Limit is > 0 ? options.Limit : null).Add("continue", options.Continue).Add("resourceVersion", options.ResourceVersion);
        return http.SendAsync(KubeRequest.Get(path.ToString()), (stream, token) => ListReader.ReadAsync(resource, stream, token), cancellation);
    }

    /// <summary>
    /// Reports changes as they happen, until the server ends the watch, which it does after <see cref="WatchOptions.Timeout" />.
    /// </summary>
    /// <exception cref="KubeException">The watch could not be started, broke off, fell silent, or its version is too old (410).</exception>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        KubeResource<T> resource, string? ns = null, WatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
        where T : class, IKubeObject
    {
        options ??= new WatchOptions();
        var path = new QueryString(resource.CollectionPath(ns)).Add("watch", true)
            .Add("labelSelector", options.LabelSelector).Add("fieldSelector", options.FieldSelector).Add("resourceVersion", options.ResourceVersion)
            .Add("allowWatchBookmarks", options.AllowBookmarks ?? true).Add("timeoutSeconds", (long)(options.Timeout ?? WatchTimeout).TotalSeconds);
        var request = KubeRequest.Get(path.ToString());
        using var response = await http.OpenAsync(request, cancellation).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await foreach (var change in WatchReader.ReadAsync(resource, request, stream, http.Options.WatchIdleTimeout, http.Time, cancellation).ConfigureAwait(false))
            {
                yield return change;
            }
        }
    }

    private Task<T> SendAsync<T>(KubeResource<T> resource, KubeRequest request, CancellationToken cancellation)
        where T : class, IKubeObject => SendAsync(request, resource.TypeInfo, cancellation);

    private Task<T> SendAsync<T>(KubeRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> typeInfo, CancellationToken cancellation)
        where T : class => http.SendAsync(
            request,
            async (stream, token) => await JsonSerializer.DeserializeAsync(stream, typeInfo, token).ConfigureAwait(false) ?? throw new JsonException("expected an object, found null"),
            cancellation);
}
