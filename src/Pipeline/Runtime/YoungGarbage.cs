namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Has what lived shortly collected where as much of it came together as is kept: more often it would cost too much, since what is kept and refers to it is looked at each time.
/// By itself the runtime lets it grow to the size of the processor's cache and to a multiple of that.
/// </summary>
internal sealed class YoungGarbage
{
    private const long Least = 12 * 1024 * 1024;
    private const int StartSeconds = 15;
    private int seconds;
    private int collections;
    private long allocated;
    private long kept;

    /// <summary>To be called every second.</summary>
    public void Tend()
    {
        if (++seconds == StartSeconds)
        {
            // What the start took is not given back otherwise: the runtime keeps it for garbage that will not come.
            GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var (present, total) = (GC.CollectionCount(0), GC.GetTotalAllocatedBytes());
        if (present != collections)
        {
            Note(total);
        }
        else if (total - allocated >= Math.Max(Least, kept))
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            Note(total);
        }
    }

    private void Note(long total) => (collections, allocated, kept) = (GC.CollectionCount(0), total, GC.GetTotalMemory(forceFullCollection: false));
}
