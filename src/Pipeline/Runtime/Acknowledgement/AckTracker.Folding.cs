namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <content>
/// Keeps the queue short while its head waits for a store that is dead: what lies behind may be dropped or filtered without end, and passes as
/// one when the head does.
/// </content>
internal sealed partial class AckTracker
{
    private void FoldSteps()
    {
        var folded = new List<AckStep>();
        foreach (var step in steps.All)
        {
            if (step is not AckMark next || !TryFold(folded, next))
            {
                folded.Add(step);
            }
        }

        steps.Clear();
        foreach (var step in folded)
        {
            steps.Enqueue(step);
        }
    }

    /// <summary>Puts a mark in the place of the one before, if nothing unfinished lies between them.</summary>
    private static bool TryFold(List<AckStep> folded, AckMark next)
    {
        var entry = folded.Count > 0 ? folded[^1] as AckEntry : null;
        var at = folded.Count - (entry is null ? 1 : 2);
        if (at < 0 || entry is { IsFinished: false } || folded[at] is not AckMark before || before.With(next) is not { } both)
        {
            return false;
        }

        folded.RemoveAt(at);
        if (entry is not null && at > 0 && folded[at - 1] is AckEntry earlier && earlier.TryAbsorb(entry))
        {
            folded.RemoveAt(at);
        }

        folded.Add(both);
        return true;
    }
}
