namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>What happens to the bytes of files: flipped bits, lost, doubled, moved and overwritten stretches.</summary>
internal static class Mutation
{
    /// <summary>Changes something.</summary>
    public static byte[] Of(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
        {
            return bytes;
        }

        var from = random.Next(bytes.Length);
        var to = Math.Min(bytes.Length, from + random.Next(random.Next(2) == 0 ? 8 : 600));
        var stretch = bytes[from..to];
        switch (random.Next(6))
        {
            case 0:
                return bytes[..from];
            case 1:
                return [.. bytes[..from], .. bytes[to..]];
            case 2:
                return [.. bytes[..to], .. stretch, .. bytes[to..]];
            case 3:
                random.NextBytes(bytes.AsSpan(from, stretch.Length));
                return bytes;
            case 4:
                stretch.CopyTo(bytes, random.Next(bytes.Length - stretch.Length + 1));
                return bytes;
            default:
                bytes[from] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }
}
