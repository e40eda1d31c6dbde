namespace LogOperator.Pipeline.Sources;

/// <summary>Where to start a file that has no checkpoint.</summary>
public enum StartAt
{
    /// <summary>At the beginning for pods that started at most 10 minutes before the pipeline was first accepted, or later; else at the end.</summary>
    Auto,

    /// <summary>At the beginning.</summary>
    Beginning,

    /// <summary>At the end: only what is written from now on.</summary>
    End,
}
