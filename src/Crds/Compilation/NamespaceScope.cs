using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Compilation;

/// <summary>Decides which namespaces a source may read and a store admits.</summary>
internal sealed class NamespaceScope
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly SortedDictionary<string, IReadOnlyDictionary<string, string>> all = new(StringComparer.Ordinal);
    private readonly string[] optedOut;

    /// <summary>Looks at the namespaces of a cluster.</summary>
    public NamespaceScope(IReadOnlyList<NamespaceInfo> namespaces)
    {
        foreach (var item in namespaces)
        {
            all[item.Name] = item.Labels;
        }

        optedOut = [.. all.Where(n => n.Value.GetValueOrDefault(ApiGroup.ExcludeLabel) == "true").Select(n => n.Key)];
    }

    /// <summary>Whether a namespace opted out of being read.</summary>
    public bool OptedOut(string name) => Array.BinarySearch(optedOut, name, StringComparer.Ordinal) >= 0;

    /// <summary>A source with the namespaces that it may read. A namespaced one reads its own, whatever its spec says.</summary>
    /// <param name="name">Name of the source.</param>
    /// <param name="spec">What the user wrote.</param>
    /// <param name="ownNamespace">Namespace of the pipeline; empty for a cluster pipeline.</param>
    /// <param name="ignoreExclude">Whether namespaces and pods that opted out are read all the same.</param>
    public SourceConfig Apply(string name, SourceSpec spec, string ownNamespace, bool ignoreExclude)
    {
        IReadOnlyList<string>? read;
        string[] excluded = ignoreExclude ? [] : optedOut;
        if (ownNamespace.Length > 0)
        {
            read = [ownNamespace];
        }
        else
        {
            var selector = spec.Selector?.Namespaces;
            read = Selected(selector);
            excluded = [.. excluded.Concat(selector?.Exclude ?? []).Distinct().Order(StringComparer.Ordinal)];
        }

        // Where the namespaces are listed, those that are excluded are simply not listed, so that others' opting out changes nothing here.
        return new SourceConfig
        {
            Name = name,
            Spec = spec,
            Namespaces = read is null ? null : [.. read.Except(excluded)],
            ExcludedNamespaces = read is null && excluded.Length > 0 ? excluded : null,
            IgnoreExclude = ignoreExclude,
            IncludeAgents = ownNamespace.Length == 0 && spec.IncludeAgents == true,
        };
    }

    /// <summary>Whether a cluster store admits pipelines of a namespace.</summary>
    public bool Admits(AllowedNamespacesSpec? allowed, string name) => allowed?.From switch
    {
        AllowedFrom.All => true,
        AllowedFrom.Names => allowed.Names?.Contains(name) == true,
        AllowedFrom.Selector => allowed.Selector is { } selector && LabelSelection.Matches(selector, LabelsOf(name)),
        _ => false,
    };

    private List<string>? Selected(NamespaceSelectorSpec? selector)
    {
        if (selector is { Selector: { } labels })
        {
            return [.. all
                .Where(n => LabelSelection.Matches(labels, n.Value) && selector.Names?.Contains(n.Key) != false)
                .Select(n => n.Key)];
        }

        return selector?.Names is { } names ? [.. names.Distinct().Order(StringComparer.Ordinal)] : null;
    }

    private IReadOnlyDictionary<string, string> LabelsOf(string name) => all.GetValueOrDefault(name) ?? NoLabels;
}
