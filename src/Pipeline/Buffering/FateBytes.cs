namespace LogOperator.Pipeline.Buffering;

/// <summary>Bytes by their fate. Most files know one fate only: the others take memory once one of them occurs. Not safe for concurrent use.</summary>
internal struct FateBytes
{
    /// <summary>Number of fates.</summary>
    public const int Count = (int)ByteFate.DroppedFull + 1;

    private long acknowledged;
    private long[]? others;

    /// <summary>Bytes of a fate.</summary>
    public readonly long this[ByteFate fate] => fate == ByteFate.Acknowledged ? acknowledged : others?[(int)fate] ?? 0;

    /// <summary>Bytes of all fates.</summary>
    public readonly long Total
    {
        get
        {
            var total = acknowledged;
            foreach (var bytes in others ?? [])
            {
                total += bytes;
            }

            return total;
        }
    }

    /// <summary>Adds bytes, or takes them away.</summary>
    public void Add(ByteFate fate, long bytes)
    {
        if (fate == ByteFate.Acknowledged)
        {
            acknowledged += bytes;
        }
        else if (bytes != 0)
        {
            others ??= new long[Count];
            others[(int)fate] += bytes;
        }
    }

    /// <summary>Adds all of other bytes.</summary>
    public void Add(in FateBytes more)
    {
        acknowledged += more.acknowledged;
        for (var fate = 1; more.others is not null && fate < Count; fate++)
        {
            Add((ByteFate)fate, more[(ByteFate)fate]);
        }
    }

    /// <summary>Takes other bytes away.</summary>
    public void Subtract(in FateBytes less)
    {
        acknowledged -= less.acknowledged;
        for (var fate = 1; less.others is not null && fate < Count; fate++)
        {
            Add((ByteFate)fate, -less[(ByteFate)fate]);
        }
    }

    /// <summary>The same bytes, apart from these.</summary>
    public readonly FateBytes Copy() => new() { acknowledged = acknowledged, others = others?.AsSpan().ToArray() };
}
