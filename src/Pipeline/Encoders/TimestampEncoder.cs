using System.Buffers.Text;
using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>
/// Writes timestamps as <c>YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ</c> (RFC 3339, UTC, nanoseconds). Keeps the text of the last second: used by one
/// thread at a time.
/// </summary>
internal sealed class TimestampEncoder
{
    /// <summary>Length of the text in bytes.</summary>
    public const int Length = 30;

    private const int SecondLength = 19;
    private const long NanosPerSecond = 1_000_000_000;
    private readonly byte[] secondText = new byte[SecondLength];
    private long second = long.MinValue;

    /// <summary>Writes nanoseconds since 1970; every value of the type is in range.</summary>
    public void Write(long nanos, Span<byte> target)
    {
        var (seconds, rest) = Math.DivRem(nanos, NanosPerSecond);
        if (rest < 0)
        {
            seconds--;
            rest += NanosPerSecond;
        }

        if (seconds != second)
        {
            FormatMinute(DateTime.UnixEpoch.AddSeconds(seconds), secondText);
            secondText[16] = (byte)':';
            Utf8Formatter.TryFormat((int)(((seconds % 60) + 60) % 60), secondText.AsSpan(17), out _, new('D', 2));
            second = seconds;
        }

        secondText.CopyTo(target);
        target[SecondLength] = (byte)'.';
        Utf8Formatter.TryFormat((int)rest, target[(SecondLength + 1)..], out _, new('D', 9));
        target[Length - 1] = (byte)'Z';
    }

    /// <summary>Writes an RFC 3339 timestamp in its one form: nine digits of fraction, UTC.</summary>
    /// <returns>False if the text is no such timestamp.</returns>
    public static bool TryNormalise(ReadOnlySpan<byte> text, Span<byte> target)
    {
        if (RuntimeTimestamp.IsUtc(text))
        {
            text.CopyTo(target);
            return true;
        }

        if (text.Length < SecondLength + 1 || !HasShape(text[..SecondLength], "0000-00-00T00:00:00"u8))
        {
            return false;
        }

        text[..SecondLength].CopyTo(target);
        var rest = text[SecondLength..];
        var fraction = target.Slice(SecondLength, 10);
        fraction.Fill((byte)'0');
        fraction[0] = (byte)'.';
        if (rest[0] == '.')
        {
            rest = rest[1..];
            var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0)
            {
                return false;
            }

            rest[..Math.Min(digits, 9)].CopyTo(fraction[1..]);
            rest = rest[digits..];
        }

        target[Length - 1] = (byte)'Z';
        return rest is [(byte)'Z'] || (rest is [(byte)'+' or (byte)'-', _, _, (byte)':', _, _] && TryShift(rest, target));
    }

    /// <summary>Moves the date, hour and minute to UTC; seconds and fraction are the same in every zone.</summary>
    private static bool TryShift(ReadOnlySpan<byte> zone, Span<byte> target)
    {
        if (!HasShape(zone[1..], "00:00"u8))
        {
            return false;
        }

        Span<char> local = stackalloc char[16];
        Encoding.ASCII.GetChars(target[..16], local);
        if (!DateTime.TryParseExact(local, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return false;
        }

        var minutes = ((((zone[1] - '0') * 10) + zone[2] - '0') * 60) + ((zone[4] - '0') * 10) + zone[5] - '0';
        var ticks = time.Ticks + ((zone[0] == '+' ? -minutes : minutes) * TimeSpan.TicksPerMinute);
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        FormatMinute(new DateTime(ticks), target);
        return true;
    }

    private static void FormatMinute(DateTime time, Span<byte> target) =>
        time.TryFormat(target, out _, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);

    /// <summary>Whether text has digits where the shape has zeros and equals it elsewhere.</summary>
    private static bool HasShape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> shape)
    {
        if (text.Length != shape.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (shape[i] == '0' ? !char.IsAsciiDigit((char)text[i]) : text[i] != shape[i])
            {
                return false;
            }
        }

        return true;
    }
}
