using System.Numerics;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Acknowledgement;

namespace LogOperator.Pipeline.Runtime.Accounting;

/// <summary>What routing made of a batch, in records and bytes, for each branch that stands at a cursor. Used again for batch after batch.</summary>
internal sealed class BatchAccount
{
    private readonly long[] ended = new long[FateBytes.Count];
    private readonly int[] records = new int[64];
    private readonly long[] bytes = new long[64];
    private readonly long[] known = new long[64];
    private readonly List<Posting> elsewhere = [];
    private readonly List<(int Branch, Posting Posting)> own = [];
    private long routed;
    private long takenByAll;
    private int recordsTakenByAll;
    private ulong fileId;
    private ulong bits;
    private bool isClear = true;

    /// <summary>What each branch has finished beyond the place where reading resumed; null where that is nothing.</summary>
    public IReadOnlyList<FinishedRange>?[] Known { get; } = new IReadOnlyList<FinishedRange>?[64];

    /// <summary>Bits of the branches that have finished something there.</summary>
    public ulong KnowingBranches { get; set; }

    /// <summary>Begins a batch.</summary>
    /// <param name="file">The file in which its records begin.</param>
    /// <param name="branches">Bits of the branches that stand at the cursor.</param>
    public void Begin(ulong file, ulong branches)
    {
        (fileId, bits) = (file, branches);
        (routed, takenByAll, recordsTakenByAll) = (0, 0, 0);
        Array.Clear(ended);
        if (!isClear)
        {
            Array.Clear(records);
            Array.Clear(bytes);
            Array.Clear(known);
            isClear = true;
        }

        elsewhere.Clear();
        own.Clear();
    }

    /// <summary>Records whose way ended before the branches.</summary>
    public void End(ByteFate fate, long owned) => ended[(int)fate] += owned;

    /// <summary>The same, in another file.</summary>
    public void EndElsewhere(ulong file, ByteFate fate, long owned) => elsewhere.Add(new Posting(file, fate, owned));

    /// <summary>A record that routes to other branches only, in another file.</summary>
    public void PassElsewhere(ulong file, ulong branches, long owned)
    {
        for (var left = branches; left != 0; left &= left - 1)
        {
            own.Add((BitOperations.TrailingZeroCount(left), new Posting(file, ByteFate.FilteredElsewhere, owned)));
        }
    }

    /// <summary>A record that some branches take.</summary>
    /// <param name="branches">Their bits.</param>
    /// <param name="finished">Bits of those that have finished it before.</param>
    /// <param name="owned">Its bytes.</param>
    public void Take(ulong branches, ulong finished, long owned)
    {
        routed += owned;
        if (branches == bits)
        {
            recordsTakenByAll++;
            takenByAll += owned;
            return;
        }

        isClear = false;
        for (var left = branches; left != 0; left &= left - 1)
        {
            var branch = BitOperations.TrailingZeroCount(left);
            records[branch]++;
            bytes[branch] += owned;
        }

        for (var left = finished; left != 0; left &= left - 1)
        {
            known[BitOperations.TrailingZeroCount(left)] += owned;
        }
    }

    /// <summary>All records of a batch, which some branches take.</summary>
    /// <param name="branches">Their bits.</param>
    /// <param name="count">Number of records.</param>
    /// <param name="owned">Their bytes.</param>
    public void Take(ulong branches, int count, long owned)
    {
        routed += owned;
        if (branches == bits)
        {
            recordsTakenByAll += count;
            takenByAll += owned;
            return;
        }

        isClear = false;
        for (var left = branches; left != 0; left &= left - 1)
        {
            var branch = BitOperations.TrailingZeroCount(left);
            records[branch] += count;
            bytes[branch] += owned;
        }
    }

    /// <summary>Records that a branch takes.</summary>
    public int RecordsOf(int branch) => records[branch] + recordsTakenByAll;

    /// <summary>Bytes of them in the batch's file.</summary>
    public long BytesOf(int branch) => bytes[branch] + takenByAll;

    /// <summary>Tells a branch's tracker of everything that the branch does not take.</summary>
    public void Post(int branch, AckTracker tracker)
    {
        for (var fate = 0; fate < ended.Length; fate++)
        {
            if (ended[fate] != 0)
            {
                tracker.Post(new Posting(fileId, (ByteFate)fate, ended[fate]));
            }
        }

        if (routed - BytesOf(branch) - known[branch] is not 0 and var passed)
        {
            tracker.Post(new Posting(fileId, ByteFate.FilteredElsewhere, passed));
        }

        if (known[branch] != 0)
        {
            tracker.Post(new Posting(fileId, ByteFate.Acknowledged, known[branch]), isKnown: true);
        }

        foreach (var posting in elsewhere)
        {
            tracker.Post(posting);
        }

        foreach (var (of, posting) in own)
        {
            if (of == branch)
            {
                tracker.Post(posting);
            }
        }
    }
}
