namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Has what lived shortly collected where a few MB of it came together. By itself the runtime lets it grow to the size of the processor's cache and to a multiple of that, which saves hardly
/// any time and keeps as much memory in use.
/// </summary>
internal sealed class YoungGarbage
{
    private const long Much = 12 * 1024 * 1024;
    private int collections;
    private long allocated;

    /// <summary>To be called every second.</summary>
    public void Tend()
    {
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
