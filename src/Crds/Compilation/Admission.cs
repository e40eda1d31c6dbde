using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>First step: which objects are valid and allowed by themselves.</summary>
internal static class Admission
{
    /// <summary>Checks every object of one kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="namespaced">Whether it is namespaced.</param>
    /// <param name="objects">Its objects.</param>
    /// <param name="unreadable">Objects of any kind that could not be read.</param>
    /// <param name="check">Finds what is wrong with a spec.</param>
    public static IEnumerable<Admitted<TSpec>> Admit<TSpec>(
        string kind,
        bool namespaced,
        IEnumerable<ICustomResource<TSpec, IResourceStatus>> objects,
        IEnumerable<UnreadableResource> unreadable,
        Func<TSpec, IEnumerable<Problem>> check)
        where TSpec : class
    {
        var read = objects
            .Select(o => (Object: o, Id: new ResourceId(kind, namespaced ? o.Metadata.Namespace ?? "default" : "", o.Metadata.Name ?? "")))
            .GroupBy(o => o.Id);
        foreach (var group in read)
        {
            var obj = group.First().Object;
            var generation = obj.Metadata.Generation ?? 0;
            yield return group.Count() == 1
                ? new Admitted<TSpec>(group.Key, obj.Metadata, obj.Spec, obj.Status, generation, Check(obj.Spec, check))

                // Cannot happen in a cluster. Which of them is meant is anybody's guess, and a guess would depend on their order.
                : new Admitted<TSpec>(group.Key, null, null, null, 0, [new Problem("metadata.name", Reasons.InvalidSpec, $"is given to {group.Count()} objects of this kind")]);
        }

        foreach (var item in unreadable.Where(u => u.Kind == kind))
        {
            yield return new Admitted<TSpec>(
                new ResourceId(kind, item.Namespace ?? "", item.Name), null, null, null, item.Generation ?? 0,
                [new Problem("spec", Reasons.InvalidSpec, item.Message)]);
        }
    }

    private static IReadOnlyList<Problem> Check<TSpec>(TSpec spec, Func<TSpec, IEnumerable<Problem>> check)
    {
        try
        {
            return [.. check(spec)];
        }
        catch (Exception e)
        {
            // A kind whose rules have a bug must not take everybody else's configuration with it: this is the edge of one object's compilation.
            return [new Problem("spec", Reasons.InvalidSpec, $"could not be checked ({e.GetType().Name}: {e.Message})")];
        }
    }
}
