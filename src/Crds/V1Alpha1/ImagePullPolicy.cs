namespace LogOperator.Crds.V1Alpha1;

/// <summary>When an image is pulled.</summary>
public enum ImagePullPolicy
{
    /// <summary>Every time a container starts.</summary>
    Always,

    /// <summary>If the node does not have it.</summary>
    IfNotPresent,

    /// <summary>Never: the node must have it.</summary>
    Never,
}
