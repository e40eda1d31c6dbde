using System.Globalization;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>Names.</summary>
internal static class RotationNames
{
    private static readonly DateTime FirstDay = new(2026, 1, 25, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The name of the file that is rotated away as the n-th, from 0, of a log that is called so.</summary>
    public static string NameOf(this RotationNaming naming, string stem, int n) => naming switch
    {
        RotationNaming.Dated => string.Create(CultureInfo.InvariantCulture, $"{stem}.20260101-{n:000000}"),
        RotationNaming.CountedDown => $"{stem}.1",
        RotationNaming.CountedUp => string.Create(CultureInfo.InvariantCulture, $"{stem}.{n + 1}"),
        RotationNaming.Infixed => string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(stem)}-2026-01-01.{n}.log"),
        RotationNaming.DayFirst => string.Create(CultureInfo.InvariantCulture, $"{stem}.{FirstDay.AddDays(n):ddMMyyyy}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{stem}.{(n * 37 % 101) + 1}"),
    };
}
