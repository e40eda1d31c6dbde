namespace LogOperator.Pipeline.Sources;

/// <summary>The pods of this node, as far as they are known. Safe for concurrent use.</summary>
public interface IPodDirectory
{
    /// <summary>Counts up with every change, so that what was derived from the pods can be refreshed cheaply.</summary>
    long Version { get; }

    /// <summary>
    /// Finds the pod whose logs lie in a directory <c>&lt;namespace&gt;_&lt;name&gt;_&lt;uid&gt;</c>. Static pods' directories carry their
    /// configuration hash (annotation <c>kubernetes.io/config.mirror</c>) in place of the uid, and are found by it.
    /// </summary>
    /// <returns>Null if the pod is not known (yet, or any more).</returns>
    PodInfo? Find(string @namespace, string name, string uid);
}
