using LogOperator.Pipeline.Buffering;

namespace LogOperator.Pipeline.Runtime;

/// <content>What a mark that was reached says, as checkpoints.</content>
internal sealed partial class AckTracker
{
    private void Persist(AckMark mark)
    {
        var file = mark.File;
        last = (file.Id, mark.To);
        CatchUp(mark);
        if (mark.HeldFrom == long.MaxValue)
        {
            Set(file.Id, mark.To, mark.To);
        }
        else if (mark.IsRejoined)
        {
            var from = mark.HeldFileId == file.Id ? mark.HeldFrom : 0;
            Set(file.Id, from, from);
        }
        else
        {
            // Where the held line lies in an earlier file, this one is read from its start after a restart, to complete that line again.
            Set(file.Id, mark.HeldFileId == file.Id ? mark.HeldFrom : 0, mark.To);
            if (lagging is [.., var latest] && latest.FileId == file.Id)
            {
                lagging[^1].To = mark.To;
            }
            else
            {
                lagging = [.. lagging, (file.Id, mark.To)];
            }
        }
    }

    /// <summary>Moves the checkpoints of files that were held back, for lines that are held no longer, behind what was read of them.</summary>
    private void CatchUp(AckMark mark)
    {
        if (lagging.Length == 0)
        {
            return;
        }

        var isHeld = mark.HeldFrom != long.MaxValue;
        var first = isHeld ? Array.FindIndex(lagging, l => l.FileId == mark.HeldFileId) : -1;
        if (first == 0 || (isHeld && first < 0 && mark.HeldFileId != mark.File.Id))
        {
            return;
        }

        var done = first < 0 ? lagging.Length : first;
        foreach (var (fileId, to) in lagging.AsSpan(0, done))
        {
            if (fileId != mark.File.Id)
            {
                Set(fileId, to, to);
            }
        }

        lagging = lagging[done..];
        if (lagging is [var oldest, ..] && oldest.FileId != mark.File.Id)
        {
            Set(oldest.FileId, mark.HeldFrom, oldest.To);
        }
    }

    private void Set(ulong fileId, long offset, long skip)
    {
        var ledger = LedgerOf(fileId);
        var slot = ledger?.Slot ?? checkpoints.SlotOf(KeyOf(fileId));
        if (ledger is not null)
        {
            ledger.Slot = slot;
        }

        checkpoints.Put(slot, new Checkpoint(offset, skip) { Account = ledger?.Account(), Finished = FinishedRanges.Beyond(ledger?.Finished, skip) });
    }
}
