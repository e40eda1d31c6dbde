namespace LogOperator.TestKit;

/// <summary>Measures what code allocates on the managed heap.</summary>
public static class Allocations
{
    private const int Attempts = 20;

    /// <summary>
    /// The least that a call allocated on this thread in several attempts, in bytes. The first ones may allocate what is allocated once, and the runtime allocates for itself
    /// now and then, when it compiles a method anew.
    /// </summary>
    public static long Least(Action work)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Attempts; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
