namespace LogOperator.Pipeline.Processors.Set;

/// <summary>What is set to values of other fields; a field that a record does not have changes nothing.</summary>
public sealed partial record SetFromSpec
{
    /// <summary>Attributes to set, each to the value of a field such as attributes.req.method or namespace.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Field whose value becomes the body.</summary>
    public string? Body { get; init; }

    /// <summary>Field that holds a level, such as info, WARN, err or pino's 30. Any other value changes nothing.</summary>
    public string? Severity { get; init; }
}
