namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>
/// A queue of steps that are linked among themselves: of the many trackers most have nothing in it, and it takes no memory then. A step stands in one
/// queue at a time. Not to be copied.
/// </summary>
internal struct AckSteps
{
    private AckStep? last;

    /// <summary>The oldest step, from which one goes to the others by <see cref="AckStep.Next"/>; null if there is none.</summary>
    public AckStep? First { get; private set; }

    /// <summary>Number of steps.</summary>
    public int Count { get; private set; }

    /// <summary>All steps, the oldest first.</summary>
    public readonly IEnumerable<AckStep> All
    {
        get
        {
            for (var step = First; step is not null; step = step.Next)
            {
                yield return step;
            }
        }
    }

    /// <summary>Appends a step.</summary>
    public void Enqueue(AckStep step)
    {
        if (last is null)
        {
            First = step;
        }
        else
        {
            last.Next = step;
        }

        last = step;
        Count++;
    }

    /// <summary>Removes the oldest step.</summary>
    public AckStep Dequeue()
    {
        // It must not keep those behind it alive.
        var step = First!;
        (First, step.Next) = (step.Next, null);
        last = First is null ? null : last;
        Count--;
        return step;
    }

    /// <summary>Removes all steps.</summary>
    public void Clear()
    {
        while (Count > 0)
        {
            Dequeue();
        }
    }
}
