namespace LogOperator.Pipeline.Configuration;

/// <summary>Marks a member that only the cluster-scoped kinds have: left out of the namespaced CRD and refused by the compiler there.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ClusterOnlyAttribute : Attribute;
