namespace LogOperator.Pipeline.Patterns.BitState;

/// <summary>What is to be tried when the present path leads nowhere, the most preferred on top; and the values of slots to go back to then.</summary>
internal sealed class PathStack
{
    private const int Smallest = 64;
    private const int MostKept = 4096;
    private Entry[] entries = new Entry[Smallest];
    private int count;

    public bool IsEmpty => count == 0;

    /// <summary>Forgets everything, and gives back the memory of a long text.</summary>
    public void Clear()
    {
        count = 0;
        if (entries.Length > MostKept)
        {
            entries = new Entry[Smallest];
        }
    }

    /// <summary>Leaves a step for later.</summary>
    public void PushStep(int step, int position) => Push(new(step, position, -1));

    /// <summary>Leaves for later that a greedy loop ends sooner.</summary>
    /// <param name="loop">The step.</param>
    /// <param name="from">The first position at which it may end.</param>
    /// <param name="to">The last one.</param>
    public void PushEnds(int loop, int from, int to) => Push(new(loop, from, to));

    /// <summary>Has a slot go back to a value.</summary>
    public void PushSlot(int slot, int value) => Push(new(~slot, value, -1));

    /// <summary>Takes the top; one must be there.</summary>
    public Entry Pop() => entries[--count];

    private void Push(Entry entry)
    {
        if (count == entries.Length)
        {
            Array.Resize(ref entries, count * 2);
        }

        entries[count++] = entry;
    }

    /// <summary>What was left.</summary>
    /// <param name="Number">A step; the complement of a slot's number.</param>
    /// <param name="From">A position, or the slot's value.</param>
    /// <param name="To">The last position at which a loop may end; −1 of what is none.</param>
    internal readonly record struct Entry(int Number, int From, int To)
    {
        public bool IsSlot => Number < 0;

        public bool IsEnds => To >= 0;
    }
}
