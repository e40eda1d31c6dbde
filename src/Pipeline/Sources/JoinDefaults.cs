using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Sources;

/// <summary>What holds where a source says nothing about long lines and lines that belong together.</summary>
internal static class JoinDefaults
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxLines = 500;
    private static readonly TimeSpan HoldTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GroupTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The options that a source asks for.</summary>
    /// <param name="source">What it says.</param>
    /// <param name="stdout">Whether standard output is taken.</param>
    /// <param name="stderr">Whether standard error is taken.</param>
    public static JoinOptions Of(SourceSpec source, bool stdout, bool stderr) => new(
        (int)Math.Min(source.Line?.MaxBytes?.Bytes ?? MaxBytes, int.MaxValue / 2),
        source.Line?.OnExceed ?? LineOverflow.Truncate,
        stdout,
        stderr,
        HoldTimeout)
    {
        Groups = source.Multiline is { } multiline ? GroupsOf(multiline) : null,
    };

    private static GroupOptions? GroupsOf(MultilineSpec spec)
    {
        ILineGrouping grouping;
        if ((spec.StartPattern ?? spec.ContinuePattern ?? spec.EndPattern) is not null)
        {
            grouping = PatternGrouping.Of(spec.StartPattern, spec.ContinuePattern, spec.EndPattern);
        }
        else if (spec.Preset == MultilinePreset.None)
        {
            return null;
        }
        else
        {
            grouping = new TraceGrouping(spec.Preset ?? MultilinePreset.Auto);
        }

        var form = $"{spec.Preset}\0{spec.StartPattern}\0{spec.ContinuePattern}\0{spec.EndPattern}";
        return new GroupOptions(grouping, spec.MaxLines ?? MaxLines, spec.Timeout?.Value ?? GroupTimeout, form);
    }
}
