namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>How lines become records of several lines.</summary>
/// <param name="Grouping">Which lines belong together.</param>
/// <param name="MaxLines">Most lines of a record.</param>
/// <param name="Timeout">How long a record waits for more lines, counted from its first.</param>
/// <param name="Form">What the grouping was made of: equal texts mean equal groupings, in every process.</param>
internal sealed record GroupOptions(ILineGrouping Grouping, int MaxLines, TimeSpan Timeout, string Form = "");
