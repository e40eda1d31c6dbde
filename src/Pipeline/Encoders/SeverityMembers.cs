using System.Globalization;
using System.Text;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// The two severity members for each number. Texts are the short names of the OpenTelemetry log data model, section "Displaying Severity":
/// <c>INFO</c>, <c>INFO2</c> …
/// </summary>
internal static class SeverityMembers
{
    private static readonly string[] Ranges = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
    private static readonly byte[][] Fragments = [.. Enumerable.Range(1, 24).Select(Make)];

    /// <summary>Both members with a comma in front of each.</summary>
    /// <param name="number">1 to 24.</param>
    public static ReadOnlySpan<byte> Of(byte number) => Fragments[number - 1];

    private static byte[] Make(int number)
    {
        var (range, step) = Math.DivRem(number - 1, 4);
        var name = Ranges[range] + (step == 0 ? "" : (step + 1).ToString(CultureInfo.InvariantCulture));
        return Encoding.ASCII.GetBytes($",\"severity\":\"{name}\",\"severityNumber\":{number}");
    }
}
