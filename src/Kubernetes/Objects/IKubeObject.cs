namespace LogOperator.Kubernetes.Objects;

/// <summary>What every Kubernetes object has.</summary>
public interface IKubeObject
{
    /// <summary>Group and version, for instance <c>apps/v1</c>. The server leaves it out of the items of a list, and the client fills it in on writes.</summary>
    string? ApiVersion { get; }

    /// <summary>Kind, for instance <c>Pod</c>. Absent and filled in as <see cref="ApiVersion" />.</summary>
    string? Kind { get; }

    /// <summary>Name, labels and so on.</summary>
    ObjectMeta Metadata { get; }
}
