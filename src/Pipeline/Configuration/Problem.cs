namespace LogOperator.Pipeline.Configuration;

/// <summary>Something wrong with what a user wrote.</summary>
/// <param name="Path">Where, as in <c>spec.stages[2].parse.regex.pattern</c>.</param>
/// <param name="Reason">Machine-readable reason of the status table: <c>InvalidSpec</c>, <c>InvalidExpression</c>, <c>InvalidPattern</c> …</param>
/// <param name="Message">What was expected and what was found, as a sentence without the path.</param>
public sealed record Problem(string Path, string Reason, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
