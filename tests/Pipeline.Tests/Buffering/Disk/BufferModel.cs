using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>
/// What a buffer was given and what it claimed: streams whose bytes follow from stream and offset, so that whatever is read can be judged.
/// </summary>
internal sealed class BufferModel(Random random)
{
    private readonly Dictionary<string, State> streams = [];
    private readonly List<(State Stream, long From, long To, BufferTicket Ticket)> unclaimed = [];

    /// <summary>Ranges that were claimed to last and are not acknowledged.</summary>
    public int Claims => streams.Values.Sum(s => s.Claimed.Count);

    /// <summary>Appends some bytes to some stream.</summary>
    public AppendResult Append(DiskBuffer buffer)
    {
        var (owner, key) = ($"owner {random.Next(2)}", $"stream {random.Next(3)}");
        if (!streams.TryGetValue(owner + key, out var stream))
        {
            streams[owner + key] = stream = new State(owner, key, (ulong)streams.Count + 1);
        }

        var bytes = new byte[random.Next(8) == 0 ? random.Next(3000) : random.Next(1, 200)];
        Fill(stream.FileId, stream.Given, bytes);
        var result = buffer.Append(owner, key, stream.FileId, stream.Given, bytes, out var ticket);
        if (result == AppendResult.Accepted)
        {
            unclaimed.Add((stream, stream.Given, stream.Given + bytes.Length, ticket));
            stream.Given += bytes.Length;
        }

        return result;
    }

    /// <summary>Commits what was appended to somebody.</summary>
    /// <returns>Whether it lasts.</returns>
    public bool Commit()
    {
        if (unclaimed.Count == 0)
        {
            return true;
        }

        var (_, _, _, ticket) = unclaimed[random.Next(unclaimed.Count)];
        var isDone = DiskBuffer.Commit(ticket);
        if (isDone)
        {
            foreach (var (stream, from, to, _) in unclaimed.Where(u => u.Ticket.Log == ticket.Log && u.Ticket.Number <= ticket.Number && u.From >= u.Stream.Acknowledged))
            {
                stream.Claimed.Add((from, to));
            }

            unclaimed.RemoveAll(u => u.Ticket.Log == ticket.Log && u.Ticket.Number <= ticket.Number);
        }

        return isDone;
    }

    /// <summary>Acknowledges a part of some stream.</summary>
    public void Acknowledge(DiskBuffer buffer)
    {
        var held = buffer.Streams;
        if (held.Count == 0)
        {
            return;
        }

        var chosen = held[random.Next(held.Count)];
        var stream = streams.Values.Single(s => s.FileId == chosen.FileId);
        var to = random.Next(3) == 0 ? chosen.End : random.NextInt64(chosen.End + 1);
        DiskBuffer.Acknowledge(chosen, "reader", to);
        stream.Acknowledged = Math.Max(stream.Acknowledged, to);
        stream.Claimed.RemoveAll(c => c.From < to);
    }

    /// <summary>What the crash took with it was never claimed.</summary>
    public void Restart(DiskBuffer buffer)
    {
        unclaimed.Clear();
        foreach (var stream in streams.Values)
        {
            var claimed = stream.Claimed.Count == 0 ? 0 : stream.Claimed.Max(c => c.To);
            var found = buffer.Find(stream.Owner, stream.Key, stream.FileId)?.End ?? 0;
            stream.Given = Math.Max(stream.Acknowledged, Math.Max(claimed, found));
        }
    }

    /// <summary>Reads everything: what was claimed must be there, and all that is there must be what was given.</summary>
    /// <returns>Claimed ranges that are not there.</returns>
    public int Verify(DiskBuffer buffer)
    {
        var missing = 0;
        foreach (var stream in streams.Values)
        {
            foreach (var (from, to) in stream.Claimed)
            {
                missing += Holds(buffer, stream, from, to) ? 0 : 1;
            }
        }

        foreach (var held in buffer.Streams)
        {
            var stream = streams.Values.Single(s => s.FileId == held.FileId && s.Key == held.Key && s.Owner == held.Log.Owner);
            Assert.True(held.End <= stream.Given, $"{held.Key} holds bytes up to {held.End}, only {stream.Given} were given");
            for (var offset = held.Log.NextHeld(held, 0); offset < held.End; offset = held.Log.NextHeld(held, offset))
            {
                offset += Math.Max(1, Read(buffer, stream, offset).Length);
            }
        }

        return missing;
    }

    private static bool Holds(DiskBuffer buffer, State stream, long from, long to)
    {
        while (from < to)
        {
            var bytes = Read(buffer, stream, from);
            if (bytes.Length == 0)
            {
                return false;
            }

            from += bytes.Length;
        }

        return true;
    }

    private static byte[] Read(DiskBuffer buffer, State stream, long offset)
    {
        var found = buffer.Find(stream.Owner, stream.Key, stream.FileId);
        var bytes = new byte[700];
        bytes = found is null ? [] : bytes[..(int)Math.Max(0, found.Log.Read(found, bytes, offset))];
        var expected = new byte[bytes.Length];
        Fill(stream.FileId, offset, expected);
        Assert.Equal(expected, bytes);
        return bytes;
    }

    private static void Fill(ulong fileId, long offset, Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((((ulong)(offset + i) * 2654435761) + (fileId * 97)) >> 7);
        }
    }

    private sealed record State(string Owner, string Key, ulong FileId)
    {
        public long Given { get; set; }

        public long Acknowledged { get; set; }

        public List<(long From, long To)> Claimed { get; } = [];
    }
}
