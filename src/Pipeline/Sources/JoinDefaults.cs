using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Sources;

/// <summary>What holds where a source says nothing about long lines.</summary>
internal static class JoinDefaults
{
    private const int MaxBytes = 256 * 1024;
    private static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The options that a source asks for.</summary>
    /// <param name="line">What it says; null for the defaults.</param>
    /// <param name="stdout">Whether standard output is taken.</param>
    /// <param name="stderr">Whether standard error is taken.</param>
    public static JoinOptions Of(LineSpec? line, bool stdout, bool stderr) => new(
        (int)Math.Min(line?.MaxBytes?.Bytes ?? MaxBytes, int.MaxValue / 2),
        line?.OnExceed ?? LineOverflow.Truncate,
        stdout,
        stderr,
        HoldTimeout);
}
