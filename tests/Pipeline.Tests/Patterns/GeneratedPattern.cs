namespace LogOperator.Pipeline.Tests.Patterns;

/// <summary>A pattern and a source of texts for it.</summary>
internal sealed record GeneratedPattern(string Text, Func<string> Sample);
