using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <content>What a mark that was reached says, as checkpoints.</content>
internal sealed partial class AckTracker
{
    /// <summary>From where a file is held at a mark. What is read again may not have come yet to what is held in it.</summary>
    private static (ulong FileId, long From) HeldAt(ILogFile file, long to, IHeldLines held, MarkPlaces? places) =>
        places?.Here.Lowest is { } lowest && lowest < to && (held.HeldFileId == 0 || (held.HeldFileId == file.Id && lowest < held.HeldFrom))
            ? (file.Id, lowest)
            : (held.HeldFileId, held.HeldFrom);

    private void Persist(AckMark mark)
    {
        // What one says of several files belongs together.
        using var together = lagging.Length > 0 ? checkpoints.Together() : default;
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
            var from = mark.HeldFileId == file.Id ? mark.HeldFrom : 0;
            var places = mark.Places?.Here.Beside(from, mark.To);
            Set(file.Id, from, mark.To, places);
            // A cursor that takes over comes to the files again.
            var known = Array.FindIndex(lagging, l => l.FileId == file.Id);
            if (known >= 0)
            {
                lagging[known] = (file.Id, mark.To, places);
            }
            else
            {
                lagging = [.. lagging, (file.Id, mark.To, places)];
            }

            FollowEarlier(mark);
        }
    }

    /// <summary>Writes down where the streams go on in the files since that of the oldest held line, where that has changed.</summary>
    private void FollowEarlier(AckMark mark)
    {
        if (mark.Places?.HeldSince is not { } since)
        {
            return;
        }

        Span<int> begun = stackalloc int[since.Count];
        for (var stream = 0; stream < begun.Length; stream++)
        {
            var fileId = since[stream].FileId;
            begun[stream] = fileId == 0 ? int.MaxValue : Array.FindIndex(lagging, l => l.FileId == fileId);
        }

        // Those behind are being read again: of what is held in them nothing is known yet.
        var present = Array.FindIndex(lagging, l => l.FileId == mark.File.Id);
        for (var i = 0; i < present && !begun.Contains(-1); i++)
        {
            var (fileId, to, known) = lagging[i];
            var from = mark.HeldFileId == fileId ? mark.HeldFrom : 0;
            var places = new StreamPlaces(PlaceOf(0, begun, i), PlaceOf(1, begun, i), PlaceOf(2, begun, i)).Beside(from, to);
            if (places != known)
            {
                Set(fileId, from, to, places);
                lagging[i].Places = places;
            }
        }

        long PlaceOf(int stream, ReadOnlySpan<int> begun, int at) => begun[stream] < at ? 0 : begun[stream] == at ? since[stream].Start : long.MaxValue;
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

        // Those behind the mark's file are being read again: of what is held in them nothing is known yet.
        var present = first < 0 ? Array.FindIndex(lagging, l => l.FileId == mark.File.Id) : -1;
        var done = first >= 0 ? first : present >= 0 ? present + 1 : lagging.Length;
        foreach (var (fileId, to, _) in lagging.AsSpan(0, done))
        {
            if (fileId != mark.File.Id)
            {
                Set(fileId, to, to);
            }
        }

        lagging = lagging[done..];
        if (isHeld && lagging is [var oldest, ..] && oldest.FileId != mark.File.Id)
        {
            Set(oldest.FileId, mark.HeldFrom, oldest.To);
            lagging[0].Places = null;
        }
    }

    private void Set(ulong fileId, long offset, long skip, StreamPlaces? places = null)
    {
        var ledger = LedgerOf(fileId);
        var slot = ledger?.Slot ?? checkpoints.SlotOf(KeyOf(fileId));
        if (ledger is not null)
        {
            ledger.Slot = slot;
        }

        checkpoints.Put(
            slot, new Checkpoint(offset, skip) { Places = places, Account = ledger?.Account(), Finished = FinishedRanges.Beyond(ledger?.Finished, skip) });
    }
}
