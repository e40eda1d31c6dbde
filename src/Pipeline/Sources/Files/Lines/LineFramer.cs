using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Content;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>
/// Finds the lines in a block of a file's bytes. A run of NULs at the start of a line is a hole that a truncation left: it becomes a
/// line of its own without content and without newline (<see cref="Line.IsHole"/>). A line that is not in the file's format is flagged.
/// </summary>
internal static class LineFramer
{
    private const byte Newline = (byte)'\n';

    /// <summary>Whether a line ends with its newline, as opposed to a piece of a very long or unfinished one.</summary>
    public static bool IsEnded(in Line line) => line.Content + line.ContentLength < line.End;

    /// <summary>Indexes the whole lines of a block.</summary>
    /// <param name="bytes">The block.</param>
    /// <param name="format">How lines are framed.</param>
    /// <param name="place">Where in the file the block begins.</param>
    /// <param name="lines">Receives the lines.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Frame(ReadOnlySpan<byte> bytes, FileFormat format, BlockPlace place, ref LineIndex lines)
    {
        // ReadyToRun code is limited to the baseline instruction set; AggressiveOptimization has this loop compiled for the machine.
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var lineStart = AddFirst(bytes, format, place, ref lines);
        var at = lineStart;
        while (at + 64 <= bytes.Length)
        {
            ulong mask;
            if (Vector512.IsHardwareAccelerated)
            {
                mask = Vector512.Equals(Vector512.LoadUnsafe(ref start, (nuint)at), Vector512.Create(Newline)).ExtractMostSignificantBits();
            }
            else if (Vector256.IsHardwareAccelerated)
            {
                var newline = Vector256.Create(Newline);
                mask = Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at), newline).ExtractMostSignificantBits()
                    | ((ulong)Vector256.Equals(Vector256.LoadUnsafe(ref start, (nuint)at + 32), newline).ExtractMostSignificantBits() << 32);
            }
            else
            {
                mask = Mask128(ref start, at);
            }

            while (mask != 0)
            {
                var end = at + System.Numerics.BitOperations.TrailingZeroCount(mask);
                mask &= mask - 1;
                if (format == FileFormat.Cri)
                {
                    if (lineStart + CriPrefix.FastLength <= bytes.Length
                        && CriPrefix.TryParseFast(ref Unsafe.Add(ref start, lineStart), out var timestamp, out var content, out var flags))
                    {
                        content += lineStart;
                        lines.Add(new Line(lineStart, end + 1, content, end - content, (byte)timestamp, flags));
                    }
                    else
                    {
                        AddCri(bytes, lineStart, end, ref lines);
                    }
                }
                else
                {
                    AddPlain(bytes, lineStart, end, ref lines);
                }

                lineStart = end + 1;
                if (lines.IsFull)
                {
                    return;
                }
            }

            at += 64;
        }

        FrameScalar(bytes, at, lineStart, format, ref lines);
    }

    /// <summary>The plain twin of <see cref="Frame"/>: the same lines, found byte by byte.</summary>
    public static void FrameScalar(ReadOnlySpan<byte> bytes, FileFormat format, BlockPlace place, ref LineIndex lines)
    {
        var lineStart = AddFirst(bytes, format, place, ref lines);
        FrameScalar(bytes, lineStart, lineStart, format, ref lines);
    }

    /// <summary>Adds what stands in a block without any newline as one piece: the end of a file, or of a line too long for a block.</summary>
    public static void FramePiece(ReadOnlySpan<byte> bytes, FileFormat format, BlockPlace place, bool more, ref LineIndex lines)
    {
        var content = 0;
        byte timestamp = 0;
        var flags = more ? LineFlags.Partial : LineFlags.None;
        if (format == FileFormat.Cri)
        {
            if (place != BlockPlace.InsideLine && CriPrefix.TryParse(bytes, out var length, out content, out var found))
            {
                timestamp = (byte)length;
                flags |= found;
            }
            else
            {
                content = 0;
                flags |= LineFlags.Malformed;
            }
        }
        else if (place == BlockPlace.FileStart)
        {
            content = ByteOrderMark(bytes);
        }

        lines.Add(new Line(0, bytes.Length, content, bytes.Length - content, timestamp, flags));
    }

    /// <summary>Length of the run of NULs at the start of a block.</summary>
    public static int HoleLength(ReadOnlySpan<byte> bytes)
    {
        var length = bytes.IndexOfAnyExcept((byte)0);
        return length < 0 ? bytes.Length : length;
    }

    private static void FrameScalar(ReadOnlySpan<byte> bytes, int at, int lineStart, FileFormat format, ref LineIndex lines)
    {
        for (; at < bytes.Length && !lines.IsFull; at++)
        {
            if (bytes[at] != Newline)
            {
                continue;
            }

            if (format == FileFormat.Cri)
            {
                AddCri(bytes, lineStart, at, ref lines);
            }
            else
            {
                AddPlain(bytes, lineStart, at, ref lines);
            }

            lineStart = at + 1;
        }
    }

    /// <summary>The first line of a block is special at the start of a file and where the block begins inside a line.</summary>
    /// <returns>Where the ordinary lines begin.</returns>
    private static int AddFirst(ReadOnlySpan<byte> bytes, FileFormat format, BlockPlace place, ref LineIndex lines)
    {
        if (place == BlockPlace.LineStart || (place == BlockPlace.FileStart && format == FileFormat.Cri))
        {
            return 0;
        }

        var end = bytes.IndexOf(Newline);
        if (end < 0)
        {
            return 0;
        }

        var content = place == BlockPlace.FileStart ? ByteOrderMark(bytes) : 0;
        if (place == BlockPlace.FileStart && content == 0)
        {
            return 0;
        }

        var malformed = format == FileFormat.Cri ? LineFlags.Malformed : LineFlags.None;
        var contentEnd = format == FileFormat.Plain && end > content && bytes[end - 1] == (byte)'\r' ? end - 1 : end;
        lines.Add(new Line(0, end + 1, content, contentEnd - content, 0, malformed));
        return end + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPlain(ReadOnlySpan<byte> bytes, int start, int end, ref LineIndex lines)
    {
        if (bytes[start] == 0)
        {
            start = SkipHole(bytes, start, end, ref lines);
            if (start > end)
            {
                return;
            }
        }

        var length = end - start;
        if (length > 0 && bytes[end - 1] == (byte)'\r')
        {
            length--;
        }

        lines.Add(new Line(start, end + 1, start, length, 0, LineFlags.None));
    }

    // Called by such code only, it is not compiled ahead and would run unoptimised for a while.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddCri(ReadOnlySpan<byte> bytes, int start, int end, ref LineIndex lines)
    {
        if (bytes[start] == 0)
        {
            start = SkipHole(bytes, start, end, ref lines);
            if (start > end)
            {
                return;
            }
        }

        if (CriPrefix.TryParse(bytes[start..end], out var timestamp, out var content, out var flags))
        {
            content += start;
            lines.Add(new Line(start, end + 1, content, end - content, (byte)timestamp, flags));
        }
        else
        {
            lines.Add(new Line(start, end + 1, start, end - start, 0, LineFlags.Malformed));
        }
    }

    private static int SkipHole(ReadOnlySpan<byte> bytes, int start, int end, ref LineIndex lines)
    {
        var hole = start + HoleLength(bytes[start..end]);
        if (hole == end)
        {
            hole++;
        }

        lines.Add(new Line(start, hole, hole, 0, 0, LineFlags.None));
        return hole;
    }

    private static int ByteOrderMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static ulong Mask128(ref byte start, int at)
    {
        var newline = Vector128.Create(Newline);
        var mask = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var found = Vector128.Equals(Vector128.LoadUnsafe(ref start, (nuint)(at + (16 * i))), newline).ExtractMostSignificantBits();
            mask |= (ulong)found << (16 * i);
        }

        return mask;
    }
}
