namespace LogOperator.Pipeline.Patterns.Programs;

internal enum InstructionKind
{
    /// <summary>The text matches.</summary>
    Match,

    /// <summary>Takes a byte of set X, goes to Y.</summary>
    Take,

    /// <summary>Goes to X, or else to Y.</summary>
    Split,

    /// <summary>Notes the position in slot X, goes to Y.</summary>
    Mark,

    /// <summary>Goes to Y if assertion X holds.</summary>
    Assert,
}
