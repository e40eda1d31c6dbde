namespace LogOperator.Cli.Manifests;

/// <summary>How bad a finding is.</summary>
internal enum FindingSeverity
{
    /// <summary>It cannot work.</summary>
    Error,

    /// <summary>It works if something else is there.</summary>
    Warning,

    /// <summary>It was left out of the judgement.</summary>
    Note,
}
