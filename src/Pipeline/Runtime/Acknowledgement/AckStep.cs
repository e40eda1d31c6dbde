namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>One step of a branch through a stream, in read order: a batch with records to be finished, or the mark behind it.</summary>
internal abstract class AckStep
{
    /// <summary>Whether nothing of it is unfinished.</summary>
    public abstract bool IsFinished { get; }

    /// <summary>The step behind it. The queue's alone.</summary>
    public AckStep? Next { get; set; }
}
