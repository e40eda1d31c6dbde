using System.Buffers.Binary;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// The form on disk of what stands beside a checkpoint's offsets: flags, then, as they say, skipped, held and the fates with their numbers;
/// the finished ranges; where the streams go on. Every list has its length before it.
/// </summary>
internal static class AccountEncoding
{
    private const byte WithAccount = 1;
    private const byte WithPlaces = 2;
    private const int PlacesLength = 3 * 8;

    /// <summary>Most bytes that it takes.</summary>
    public const int MostBytes = 1 + 8 + 8 + 1 + (FateBytes.Count * 9) + 1 + (Checkpoint.MostFinished * 16) + PlacesLength;

    /// <summary>Writes it.</summary>
    /// <returns>Bytes written.</returns>
    public static int Write(Span<byte> output, in Checkpoint checkpoint)
    {
        var at = 1;
        output[0] = (byte)((checkpoint.Account is null ? 0 : WithAccount) | (checkpoint.Places is null ? 0 : WithPlaces));
        if (checkpoint.Account is { } account)
        {
            at = Write(output, at, account.Skipped);
            at = Write(output, at, account.Held);
            var countAt = at++;
            output[countAt] = 0;
            for (var fate = 0; fate < FateBytes.Count; fate++)
            {
                if (account.Finished[(ByteFate)fate] is not 0 and var bytes)
                {
                    output[countAt]++;
                    output[at++] = (byte)fate;
                    at = Write(output, at, bytes);
                }
            }
        }

        var ranges = Math.Min(checkpoint.Finished?.Count ?? 0, Checkpoint.MostFinished);
        output[at++] = (byte)ranges;
        for (var i = 0; i < ranges; i++)
        {
            at = Write(output, at, checkpoint.Finished![i].From);
            at = Write(output, at, checkpoint.Finished[i].To);
        }

        if (checkpoint.Places is { } places)
        {
            at = Write(output, at, places.Unknown);
            at = Write(output, at, places.Stdout);
            at = Write(output, at, places.Stderr);
        }

        return at;
    }

    /// <summary>Reads it.</summary>
    /// <returns>False if it is not whole.</returns>
    public static bool TryRead(ReadOnlySpan<byte> input, ref Checkpoint checkpoint)
    {
        var at = 1;
        if ((input[0] & ~(WithAccount | WithPlaces)) != 0)
        {
            return false;
        }

        if ((input[0] & WithAccount) != 0)
        {
            if (input.Length < 18 || input.Length < 18 + (input[17] * 9))
            {
                return false;
            }

            var finished = default(FateBytes);
            at = 18;
            for (var left = input[17]; left > 0; left--, at += 9)
            {
                if (input[at] >= FateBytes.Count)
                {
                    return false;
                }

                finished.Add((ByteFate)input[at], Read(input, at + 1));
            }

            checkpoint = checkpoint with { Account = new FileAccount(Read(input, 1), Read(input, 9), finished) };
        }

        var behind = (input[0] & WithPlaces) != 0 ? PlacesLength : 0;
        if (input.Length <= at || input.Length != at + 1 + (input[at] * 16) + behind)
        {
            return false;
        }

        var ranges = new FinishedRange[input[at++]];
        for (var i = 0; i < ranges.Length; i++, at += 16)
        {
            ranges[i] = new FinishedRange(Read(input, at), Read(input, at + 8));
        }

        checkpoint = checkpoint with
        {
            Finished = ranges.Length == 0 ? null : ranges,
            Places = behind == 0 ? null : new StreamPlaces(Read(input, at), Read(input, at + 8), Read(input, at + 16)),
        };
        return true;
    }

    private static int Write(Span<byte> output, int at, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output[at..], number);
        return at + 8;
    }

    private static long Read(ReadOnlySpan<byte> input, int at) => BinaryPrimitives.ReadInt64LittleEndian(input[at..]);
}
