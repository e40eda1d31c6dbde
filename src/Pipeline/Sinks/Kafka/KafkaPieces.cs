using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>
/// The pieces that a producer holds, by the number that comes back with each report. A number is used again only when all of a piece's
/// records have their reports. One thread adds, one looks up, any removes.
/// </summary>
/// <param name="pool">Where buffers go back to.</param>
internal sealed class KafkaPieces(EncodeBufferPool pool)
{
    private readonly Lock gate = new();
    private readonly Stack<int> free = [];
    private KafkaPiece?[] slots = new KafkaPiece?[16];
    private int used;

    /// <summary>The piece with a number.</summary>
    public KafkaPiece this[int slot] => Volatile.Read(ref slots)[slot]!;

    /// <summary>What a message's report brings back: the piece's number and the record's index in the request.</summary>
    public static nint Opaque(int slot, int index) => (nint)(((long)slot << 32) | (uint)index);

    /// <summary>The two of an <see cref="Opaque"/>.</summary>
    public static (int Slot, int Index) Split(nint opaque) => ((int)((long)opaque >> 32), (int)opaque);

    /// <summary>Gives a piece its number.</summary>
    public int Add(KafkaPiece piece)
    {
        lock (gate)
        {
            if (!free.TryPop(out var slot))
            {
                slot = used++;
                if (slot == slots.Length)
                {
                    var more = new KafkaPiece?[slots.Length * 2];
                    slots.CopyTo(more, 0);
                    Volatile.Write(ref slots, more);
                }
            }

            slots[slot] = piece;
            return slot;
        }
    }

    /// <summary>Forgets a piece that librdkafka knows nothing of any more, and gives its buffer back.</summary>
    public void Remove(int slot)
    {
        KafkaPiece piece;
        lock (gate)
        {
            piece = slots[slot]!;
            slots[slot] = null;
            free.Push(slot);
        }

        pool.Return(piece.Buffer);
    }

    /// <summary>Forgets all of them: librdkafka's client is freed.</summary>
    public void RemoveAll()
    {
        for (var slot = 0; slot < used; slot++)
        {
            if (slots[slot] is not null)
            {
                Remove(slot);
            }
        }
    }
}
