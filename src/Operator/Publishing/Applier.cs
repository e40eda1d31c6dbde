using LogOperator.Kubernetes;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using Microsoft.Extensions.Logging;

namespace LogOperator.Operator.Publishing;

/// <summary>Applies objects under the operator's one field manager. One object that the server refuses does not stop the others.</summary>
internal sealed class Applier(KubeClient client, ILogger logger)
{
    private static readonly ApplyOptions Options = new(Names.FieldManager);

    /// <summary>What did not work since the last <see cref="Reset"/>; null if everything did.</summary>
    public string? Problem { get; private set; }

    /// <summary>Number of objects written since the last <see cref="Reset"/>.</summary>
    public int Writes { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        Problem = null;
        Writes = 0;
    }

    /// <summary>Applies an object.</summary>
    /// <returns>The object as it is then; null if the server refused it or did not answer.</returns>
    public async Task<T?> ApplyAsync<T>(KubeResource<T> resource, T obj, CancellationToken cancellation)
        where T : class, IKubeObject
    {
        try
        {
            var applied = await client.ApplyAsync(resource, obj, Options, cancellation).ConfigureAwait(false);
            Writes++;
            OperatorMetrics.Applied.Count("applied");
            Log.Applied(logger, resource.Kind, obj.Metadata.Namespace, obj.Name());
            return applied;
        }
        catch (KubeException e)
        {
            Failed(resource.Kind, obj.Key(), e);
            return null;
        }
    }

    /// <summary>Deletes an object that was seen; one that was made anew in between is left alone.</summary>
    public async Task DeleteAsync<T>(KubeResource<T> resource, T obj, CancellationToken cancellation)
        where T : class, IKubeObject
    {
        try
        {
            await client.DeleteAsync(resource, obj.Metadata.Namespace, obj.Name(), new DeleteOptions { Uid = obj.Metadata.Uid, PropagationPolicy = "Background" }, cancellation)
                .ConfigureAwait(false);
            Writes++;
            OperatorMetrics.Applied.Count("deleted");
            Log.Pruned(logger, resource.Kind, obj.Metadata.Namespace, obj.Name());
        }
        catch (KubeException e) when (e.IsNotFound || e.IsConflict)
        {
            // Gone, or another one by now.
        }
        catch (KubeException e)
        {
            Failed(resource.Kind, obj.Key(), e);
        }
    }

    private void Failed(string kind, ObjectKey key, KubeException e)
    {
        OperatorMetrics.Applied.Count("failed");
        Problem ??= $"{kind} {key}: {e.Message}";
        Log.NotApplied(logger, kind, key.Namespace, key.Name, e.Message);
    }
}
