namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Has what lived shortly collected where a few MB of it came together. By itself the runtime lets it grow to the size of the processor's cache and to a multiple of that, which saves hardly
/// any time and keeps as much memory in use.
/// </summary>
internal sealed class YoungGarbage
{
    private const long Much = 12 * 1024 * 1024;
    private const int StartSeconds = 15;
    private int seconds;
    private int collections;
    private long allocated;

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
            (collections, allocated) = (present, total);
        }
        else if (total - allocated >= Much)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            (collections, allocated) = (GC.CollectionCount(0), total);
        }
    }
}
