using System.Buffers.Text;

namespace LogOperator.Pipeline.Processors.Timestamp;

/// <summary>Reads times as nanoseconds since 1970.</summary>
internal static class TimestampText
{
    private const long NanosPerSecond = 1_000_000_000;
    private const int FractionDigits = 9;

    /// <summary>Reads a time.</summary>
    /// <returns>False if the text is not written so, names no moment, or names one that nanoseconds in 64 bits cannot.</returns>
    public static bool TryRead(TimestampLayout layout, ReadOnlySpan<byte> text, out long nanos) => layout switch
    {
        TimestampLayout.Rfc3339 => TryReadRfc3339(text, out nanos),
        TimestampLayout.CommonLog => TryReadCommonLog(text, out nanos),
        TimestampLayout.Unix => TryReadSeconds(text, out nanos),
        TimestampLayout.UnixMs => TryReadWhole(text, NanosPerSecond / 1000, out nanos),
        _ => TryReadWhole(text, 1, out nanos),
    };

    private static bool TryReadRfc3339(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length < 20 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t')
            || !TryReadDigits(text[..4], out var year) || !TryReadDigits(text.Slice(5, 2), out var month) || !TryReadDigits(text.Slice(8, 2), out var day)
            || !TryReadClock(text.Slice(11, 8), out var seconds))
        {
            return false;
        }

        var rest = text[19..];
        var fraction = 0L;
        if (rest[0] == '.')
        {
            var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return false;
            }

            fraction = Fraction(rest.Slice(1, digits));
            rest = rest[(digits + 1)..];
        }

        var offset = 0L;
        var isUtc = rest is [(byte)'Z' or (byte)'z'];
        return (isUtc || (rest.Length == 6 && rest[3] == ':' && TryReadOffset(rest[0], rest.Slice(1, 2), rest.Slice(4, 2), out offset)))
            && TryJoin(year, month, day, seconds - offset, fraction, out nanos);
    }

    private static bool TryReadCommonLog(ReadOnlySpan<byte> text, out long nanos)
    {
        nanos = 0;
        if (text.Length != 26 || text[2] != '/' || text[6] != '/' || text[11] != ':' || text[20] != ' '
            || !TryReadDigits(text[..2], out var day) || !TryReadDigits(text.Slice(7, 4), out var year)
            || !TryReadClock(text.Slice(12, 8), out var seconds) || !TryReadOffset(text[21], text.Slice(22, 2), text.Slice(24, 2), out var offset))
        {
            return false;
        }

        var month = "JanFebMarAprMayJunJulAugSepOctNovDec"u8.IndexOf(text.Slice(3, 3));
        return month >= 0 && month % 3 == 0 && TryJoin(year, (month / 3) + 1, day, seconds - offset, 0, out nanos);
    }

    private static bool TryReadSeconds(ReadOnlySpan<byte> text, out long nanos)
    {
        var point = text.IndexOf((byte)'.');
        var fraction = 0L;
        if (point >= 0)
        {
            var digits = text[(point + 1)..];
            nanos = 0;
            if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            fraction = Fraction(digits);
            text = text[..point];
        }

        if (!TryReadWhole(text, NanosPerSecond, out nanos) || nanos > long.MaxValue - fraction)
        {
            return false;
        }

        nanos += fraction;
        return true;
    }

    private static bool TryReadWhole(ReadOnlySpan<byte> text, long unit, out long nanos)
    {
        nanos = 0;
        if (text.IsEmpty || text.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            || !Utf8Parser.TryParse(text, out long value, out var used) || used != text.Length || value > long.MaxValue / unit)
        {
            return false;
        }

        nanos = value * unit;
        return true;
    }

    /// <summary>Nanoseconds of the digits behind the point; those beyond the ninth are cut off.</summary>
    private static long Fraction(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        for (var i = 0; i < FractionDigits; i++)
        {
            value = (value * 10) + (i < digits.Length ? digits[i] - '0' : 0);
        }

        return value;
    }

    // A leap second becomes the second after it.
    private static bool TryReadClock(ReadOnlySpan<byte> text, out long seconds)
    {
        seconds = 0;
        if (text[2] != ':' || text[5] != ':' || !TryReadDigits(text[..2], out var hour) || !TryReadDigits(text.Slice(3, 2), out var minute)
            || !TryReadDigits(text.Slice(6, 2), out var second) || hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        seconds = (((hour * 60L) + minute) * 60) + second;
        return true;
    }

    private static bool TryReadOffset(byte sign, ReadOnlySpan<byte> hours, ReadOnlySpan<byte> minutes, out long seconds)
    {
        seconds = 0;
        if (sign is not ((byte)'+' or (byte)'-') || !TryReadDigits(hours, out var hour) || !TryReadDigits(minutes, out var minute) || hour > 23 || minute > 59)
        {
            return false;
        }

        seconds = ((hour * 60L) + minute) * (sign == '-' ? -60 : 60);
        return true;
    }

    private static bool TryReadDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }

    private static bool TryJoin(int year, int month, int day, long seconds, long fraction, out long nanos)
    {
        nanos = 0;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        var total = ((new DateTime(year, month, day).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond) + seconds;
        if (total is < long.MinValue / NanosPerSecond + 1 or > long.MaxValue / NanosPerSecond - 1)
        {
            return false;
        }

        nanos = (total * NanosPerSecond) + fraction;
        return true;
    }
}
