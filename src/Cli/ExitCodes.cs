namespace LogOperator.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCodes
{
    /// <summary>All is well.</summary>
    public const int Ok = 0;

    /// <summary>The manifests have problems, or what was to be done failed; standard error says why.</summary>
    public const int Problems = 1;

    /// <summary>The command line is wrong, or names a file that is not there, or manifests in which there is nothing to do.</summary>
    public const int Usage = 2;

    /// <summary>A run was stopped before everything that it had read was delivered.</summary>
    public const int Undelivered = 3;

    /// <summary>A disk buffer is damaged.</summary>
    public const int Damaged = 4;

    /// <summary>The codes and their meanings, for the manual.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Ok, "all is well"),
        (Problems, "the manifests have problems, or what was to be done failed; standard error says why"),
        (Usage, "the command line is wrong, or names a file that is not there, or manifests that hold nothing of ours (for run: no pipeline)"),
        (Undelivered, "a run was stopped before everything that it had read was delivered; with --state the next run goes on from there"),
        (Damaged, "a disk buffer is damaged; what is sound in it is read nevertheless"),
    ];
}
