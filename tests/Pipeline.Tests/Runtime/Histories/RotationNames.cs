using System.Globalization;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>Names.</summary>
internal static class RotationNames
{
    private static readonly DateTime FirstDay = new(2026, 1, 25, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The name of the file that is rotated away as the n-th, from 0.</summary>
    public static string NameOf(this RotationNaming naming, int n) => naming switch
    {
        RotationNaming.Dated => string.Create(CultureInfo.InvariantCulture, $"app.log.20260101-{n:000000}"),
        RotationNaming.CountedDown => "app.log.1",
        RotationNaming.CountedUp => string.Create(CultureInfo.InvariantCulture, $"app.log.{n + 1}"),
        RotationNaming.DayFirst => string.Create(CultureInfo.InvariantCulture, $"app.log.{FirstDay.AddDays(n):ddMMyyyy}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"app.log.{(n * 37 % 101) + 1}"),
    };
}
