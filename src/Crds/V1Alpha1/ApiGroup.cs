namespace LogOperator.Crds.V1Alpha1;

/// <summary>Names that all custom resources share.</summary>
public static class ApiGroup
{
    /// <summary>The API group.</summary>
    public const string Name = "logoperator.io";

    /// <summary>The version.</summary>
    public const string Version = "v1alpha1";

    /// <summary>Group and version, as manifests carry them.</summary>
    public const string ApiVersion = Name + "/" + Version;

    /// <summary>Label with the value <c>true</c> by which pods and namespaces opt out of being read.</summary>
    public const string ExcludeLabel = "logoperator.io/exclude";
}
