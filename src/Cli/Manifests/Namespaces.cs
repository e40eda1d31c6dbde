using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Cli.Manifests;

/// <summary>Gives objects of namespaced kinds a namespace, as <c>kubectl apply</c> does.</summary>
internal static class Namespaces
{
    /// <summary>The object, with the default namespace if it needs one and names none.</summary>
    public static IKubeObject Default(IKubeObject resource, string @namespace)
    {
        if (resource.Metadata.Namespace is { Length: > 0 })
        {
            return resource;
        }

        var metadata = resource.Metadata with { Namespace = @namespace };
        return resource switch
        {
            LogSource source => source with { Metadata = metadata },
            LogPipeline pipeline => pipeline with { Metadata = metadata },
            LogStore store => store with { Metadata = metadata },
            Secret secret => secret with { Metadata = metadata },
            _ => resource,
        };
    }
}
