namespace LogOperator.Pipeline.Sources;

/// <summary>Which metadata become resource attributes.</summary>
public sealed partial record MetadataSpec
{
    /// <summary>Keys of pod labels, <c>*</c> for any run of characters; all labels if left out. They become <c>k8s.pod.label.&lt;key&gt;</c>.</summary>
    public IReadOnlyList<string>? PodLabels { get; init; }
}
