namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>One file of <see cref="CrashingFiles"/>: what the process sees, what lasts, and what happened in between.</summary>
internal sealed class CrashingFile
{
    private const int Sector = 512;
    private readonly List<(long Offset, byte[]? Bytes, long Length)> unsynced = [];
    private byte[] lasting;

    public CrashingFile(byte[] bytes)
    {
        lasting = bytes;
        Seen = [.. bytes];
    }

    /// <summary>What the process reads.</summary>
    public List<byte> Seen { get; }

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        unsynced.Add((offset, bytes.ToArray(), 0));
        Put(bytes, offset);
    }

    public void SetLength(long length)
    {
        unsynced.Add((0, null, length));
        if (length < Seen.Count)
        {
            Seen.RemoveRange((int)length, Seen.Count - (int)length);
        }
        else
        {
            Seen.AddRange(new byte[length - Seen.Count]);
        }
    }

    public void Sync()
    {
        // Not what is seen: after a failure the two may differ for ever.
        lasting = After(random: null, 1);
        unsynced.Clear();
    }

    /// <summary>As fsync that fails: some of it got to the disk, and the kernel takes the rest for written.</summary>
    public void FailSync(Random random)
    {
        lasting = AfterCut(random);
        unsynced.Clear();
    }

    /// <summary>
    /// What may be on the disk if the power goes now: of what was not synced anything, in any order, in whole sectors; or nothing, or all.
    /// </summary>
    public byte[] AfterCut(Random random) => After(random, random.Next(4) switch { 0 => 0, 1 => 1, _ => random.NextDouble() });

    private byte[] After(Random? random, double chance)
    {
        var bytes = lasting.ToList();
        foreach (var (offset, written, length) in unsynced)
        {
            if (written is null)
            {
                if ((random?.NextDouble() ?? 0) < chance && length < bytes.Count)
                {
                    bytes.RemoveRange((int)length, bytes.Count - (int)length);
                }

                continue;
            }

            for (var at = 0L; at < written.Length;)
            {
                var end = Math.Min(written.Length, ((offset + at) / Sector * Sector) + Sector - offset);
                if ((random?.NextDouble() ?? 0) < chance)
                {
                    Extend(bytes, offset + end);
                    for (var i = at; i < end; i++)
                    {
                        bytes[(int)(offset + i)] = written[i];
                    }
                }

                at = end;
            }
        }

        return [.. bytes];
    }

    private static void Extend(List<byte> bytes, long length)
    {
        if (bytes.Count < length)
        {
            bytes.AddRange(new byte[length - bytes.Count]);
        }
    }

    private void Put(ReadOnlySpan<byte> bytes, long offset)
    {
        Extend(Seen, offset + bytes.Length);
        bytes.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(Seen)[(int)offset..]);
    }
}
