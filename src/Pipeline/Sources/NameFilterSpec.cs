namespace LogOperator.Pipeline.Sources;

/// <summary>Selects by name; <c>*</c> stands for any run of characters.</summary>
public sealed partial record NameFilterSpec
{
    /// <summary>Names to take; all if left out.</summary>
    public IReadOnlyList<string>? Include { get; init; }

    /// <summary>Names to leave out; wins over include.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }
}
