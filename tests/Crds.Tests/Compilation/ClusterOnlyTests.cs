using System.Reflection;
using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Tests.Compilation;

public sealed class ClusterOnlyTests
{
    [Fact]
    public void Kinds_that_call_themselves_cluster_only_are_marked_so_in_their_union_and_no_others()
    {
        var kinds = Members(typeof(SourceSpec), typeof(ISourceKind)).Concat(Members(typeof(SinkSpec), typeof(ISinkKind))).ToList();

        Assert.Contains(kinds, k => k.IsDefined(typeof(ClusterOnlyAttribute)));
        Assert.All(kinds, k => Assert.Equal(SaysClusterOnly(k.PropertyType), k.IsDefined(typeof(ClusterOnlyAttribute))));
    }

    private static IEnumerable<PropertyInfo> Members(Type union, Type kind) => union.GetProperties().Where(p => p.PropertyType.IsAssignableTo(kind));

    private static bool SaysClusterOnly(Type kind) => RuntimeHelpers.GetUninitializedObject(kind) switch
    {
        ISourceKind source => source.ClusterOnly,
        ISinkKind sink => sink.ClusterOnly,
        _ => throw new InvalidOperationException($"expected a kind of source or sink, found {kind}"),
    };
}
