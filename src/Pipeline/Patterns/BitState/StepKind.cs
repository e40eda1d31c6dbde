namespace LogOperator.Pipeline.Patterns.BitState;

internal enum StepKind
{
    /// <summary>The text matches.</summary>
    Match,

    /// <summary>Takes a byte of the set, goes to Next.</summary>
    Take,

    /// <summary>Goes to Next, or else to Other.</summary>
    Split,

    /// <summary>Takes bytes of the set, as many as possible, goes to Next.</summary>
    Greedy,

    /// <summary>Takes bytes of the set, as few as possible, goes to Next.</summary>
    Lazy,

    /// <summary>Notes the position in slot Other, goes to Next.</summary>
    Mark,

    /// <summary>Goes to Next if assertion Other holds.</summary>
    Assert,
}
