namespace LogOperator.Pipeline.Patterns.Tree;

/// <summary>What a place between characters must be.</summary>
internal enum Assertion
{
    /// <summary>The start of the text.</summary>
    Start,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>The start of the text or behind a newline.</summary>
    LineStart,

    /// <summary>The end of the text or before a newline.</summary>
    LineEnd,

    /// <summary>Between a word character and none.</summary>
    Boundary,

    /// <summary>Anywhere else.</summary>
    NoBoundary,
}
