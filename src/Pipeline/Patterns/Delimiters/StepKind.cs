namespace LogOperator.Pipeline.Patterns.Delimiters;

internal enum StepKind
{
    /// <summary>These bytes.</summary>
    Literal,

    /// <summary>Bytes of a set, as many as there are.</summary>
    Run,

    /// <summary>A run of few different bytes, which is short: looked at one by one.</summary>
    ShortRun,

    /// <summary>A group begins.</summary>
    Open,

    /// <summary>A group ends.</summary>
    Close,

    /// <summary>Goes on elsewhere unless the next byte is in the set.</summary>
    Branch,

    /// <summary>Goes on elsewhere.</summary>
    Jump,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>The pattern matches.</summary>
    Match,
}
