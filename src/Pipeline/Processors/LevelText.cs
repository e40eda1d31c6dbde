using System.Buffers;
using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors;

/// <summary>
/// Reads the levels that programs write. Words by the OpenTelemetry log data model, appendix B (syslog, Log4j, .NET and Go names among them);
/// numbers as pino and bunyan write them, 10 to 60.
/// </summary>
internal static class LevelText
{
    private const int Longest = 13;

    /// <summary>The severity number of a level; 0 if it is none.</summary>
    public static byte Read(Value value)
    {
        var text = value.Bytes;
        if (value.Kind is not (ValueKind.Text or ValueKind.Number) || text.Length is 0 or > Longest)
        {
            return 0;
        }

        if (text is [var tens, (byte)'0'])
        {
            return tens switch
            {
                (byte)'1' => 1,
                (byte)'2' => 5,
                (byte)'3' => 9,
                (byte)'4' => 13,
                (byte)'5' => 17,
                (byte)'6' => 21,
                _ => 0,
            };
        }

        Span<byte> lower = stackalloc byte[Longest];
        return Ascii.ToLower(text, lower, out var length) == OperationStatus.Done ? Word(lower[..length]) : (byte)0;
    }

    /// <summary>Whether a name of that length can be one that <see cref="IsName"/> knows.</summary>
    public static bool IsNameLength(int length) => length is 3 or 5 or 8 or 9;

    /// <summary>Whether an attribute of this name holds the record's level.</summary>
    public static bool IsName(ReadOnlySpan<byte> key) => key.Length switch
    {
        3 => Ascii.EqualsIgnoreCase(key, "lvl"u8),
        5 => Ascii.EqualsIgnoreCase(key, "level"u8),
        8 => Ascii.EqualsIgnoreCase(key, "severity"u8) || Ascii.EqualsIgnoreCase(key, "loglevel"u8),
        9 => Ascii.EqualsIgnoreCase(key, "log.level"u8),
        _ => false,
    };

    private static byte Word(ReadOnlySpan<byte> word)
    {
        if (word.SequenceEqual("info"u8) || word.SequenceEqual("information"u8) || word.SequenceEqual("inf"u8) || word.SequenceEqual("informational"u8))
        {
            return (byte)Severity.Info;
        }

        if (word.SequenceEqual("error"u8) || word.SequenceEqual("err"u8) || word.SequenceEqual("severe"u8))
        {
            return (byte)Severity.Error;
        }

        if (word.SequenceEqual("warn"u8) || word.SequenceEqual("warning"u8) || word.SequenceEqual("wrn"u8))
        {
            return (byte)Severity.Warn;
        }

        if (word.SequenceEqual("debug"u8) || word.SequenceEqual("dbg"u8) || word.SequenceEqual("fine"u8))
        {
            return (byte)Severity.Debug;
        }

        if (word.SequenceEqual("trace"u8) || word.SequenceEqual("trc"u8) || word.SequenceEqual("verbose"u8) || word.SequenceEqual("vrb"u8))
        {
            return (byte)Severity.Trace;
        }

        if (word.SequenceEqual("fatal"u8) || word.SequenceEqual("ftl"u8) || word.SequenceEqual("critical"u8) || word.SequenceEqual("panic"u8)
            || word.SequenceEqual("dpanic"u8) || word.SequenceEqual("emerg"u8) || word.SequenceEqual("emergency"u8))
        {
            return (byte)Severity.Fatal;
        }

        return word.SequenceEqual("notice"u8) ? (byte)10
            : word.SequenceEqual("crit"u8) ? (byte)18
            : word.SequenceEqual("alert"u8) ? (byte)19
            : (byte)0;
    }
}
