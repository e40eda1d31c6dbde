namespace LogOperator.Pipeline.Patterns.OnePass;

/// <summary>What stands before a place in the text.</summary>
internal enum Before
{
    /// <summary>Nothing: it is the start.</summary>
    Start,
    Newline,

    /// <summary>A word character.</summary>
    Word,
    Other,
}
