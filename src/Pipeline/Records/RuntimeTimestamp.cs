using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace LogOperator.Pipeline.Records;

/// <summary>The shape in which container runtimes write nearly all times: RFC 3339 with nine decimals.</summary>
internal static class RuntimeTimestamp
{
    /// <summary>Bytes up to the zone.</summary>
    public const int Length = 29;

    /// <summary>Whether the text is a time up to its zone. Its numbers are not checked.</summary>
    /// <param name="text">First byte; <see cref="Length"/> bytes can be read from it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fits(ref readonly byte text)
    {
        var tail = Vector128.LoadUnsafe(in text, 13) - Vector128.Create(":00:00.000000000"u8);
        var limit = Vector128.Create((byte)0, 9, 9, 0, 9, 9, 0, 9, 9, 9, 9, 9, 9, 9, 9, 9);
        return FitsMinute(in text) & Vector128.Min(tail, limit) == tail;
    }

    /// <summary>Whether the first 16 bytes are a date, an hour and a minute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool FitsMinute(ref readonly byte text)
    {
        // A byte minus its place's base is at most the place's limit: 9 for a digit, 0 for a fixed character.
        var head = Vector128.LoadUnsafe(in text) - Vector128.Create("0000-00-00T00:00"u8);
        var limit = Vector128.Create((byte)9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9);
        return Vector128.Min(head, limit) == head;
    }

    /// <summary>Whether the text is such a time in UTC, from its first to its last byte.</summary>
    public static bool IsUtc(ReadOnlySpan<byte> text) =>
        text.Length == Length + 1 && text[Length] == (byte)'Z' && Fits(ref MemoryMarshal.GetReference(text));
}
