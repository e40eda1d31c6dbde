namespace LogOperator.Pipeline.Configuration;

/// <summary>One requirement on a label.</summary>
public sealed partial record LabelRequirementSpec
{
    /// <summary>The label's key.</summary>
    public required string Key { get; init; }

    /// <summary>In, NotIn, Exists or DoesNotExist.</summary>
    public required LabelOperator Operator { get; init; }

    /// <summary>The values; for In and NotIn only.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}
