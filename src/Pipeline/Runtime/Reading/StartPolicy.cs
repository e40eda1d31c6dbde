using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Runtime.Acknowledgement;
using LogOperator.Pipeline.Runtime.Routing;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>Decides where a branch begins in a stream: at its checkpoint if it has one, else where <c>startAt</c> says.</summary>
/// <param name="acceptedAt">When the pipeline was first accepted.</param>
/// <param name="autoStartsAtBeginning">Whether <c>Auto</c> means the beginning.</param>
internal sealed class StartPolicy(DateTimeOffset? acceptedAt, bool autoStartsAtBeginning)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);
    private readonly ConcurrentDictionary<ILogFile, long> postponed = new();

    /// <summary>Where the checkpoints say that a branch stands.</summary>
    /// <returns>Null if the branch never followed the stream.</returns>
    public static Position? Resume(ILogStream stream, Branch branch, CheckpointStore checkpoints)
    {
        var files = stream.Files;
        var found = new Checkpoint?[files.Count];
        var last = -1;
        for (var i = 0; i < files.Count; i++)
        {
            if (checkpoints.TryGet(new(branch.Pipeline, branch.Store, files[i].Id), out var checkpoint))
            {
                // A file that is shorter than what was acknowledged was truncated and begins anew.
                (found[i], last) = (checkpoint.Offset > files[i].Size ? default(Checkpoint) : checkpoint, i);
            }
        }

        if (last < 0 && !checkpoints.TryGet(KeyOf(stream, branch), out _))
        {
            return null;
        }

        for (var i = 0; i < files.Count; i++)
        {
            var checkpoint = found[i] ?? (IsPassedOver(files, found, i, last) ? new Checkpoint(files[i].Size, files[i].Size) : default);
            if (i == files.Count - 1 || checkpoint.Offset < files[i].Size)
            {
                return new Position(files[i].Id, checkpoint.Offset, checkpoint.Skip) { Places = checkpoint.Places };
            }
        }

        return Position.Beginning;
    }

    /// <summary>Where a branch begins that never followed the stream. Files that are passed over get checkpoints at their ends.</summary>
    public Position Begin(ILogStream stream, IFileSource source, IReadOnlyList<Branch> branches, CheckpointStore checkpoints)
    {
        var files = stream.Files;
        if (StartsAtBeginning(stream, source.StartAt))
        {
            return Position.Beginning;
        }

        foreach (var file in stream.Unidentified)
        {
            postponed.TryAdd(file.File, file.Size);
        }

        if (files.Count == 0)
        {
            return Position.Beginning;
        }

        var last = files[^1];
        var end = EndOf(last, last.Size);
        foreach (var file in files)
        {
            var offset = file == last ? end : file.Size;
            foreach (var branch in branches)
            {
                checkpoints.Set(new(branch.Pipeline, branch.Store, file.Id), new(offset, offset));
            }
        }

        return new Position(last.Id, end, end);
    }

    /// <summary>
    /// Files that had no id when <see cref="Begin"/> passed over what was there get their checkpoints once they have one. To be called before a
    /// file is read.
    /// </summary>
    public void Settle(ILogStream stream, IReadOnlyList<Branch> branches, CheckpointStore checkpoints)
    {
        if (postponed.IsEmpty)
        {
            return;
        }

        foreach (var file in stream.Files)
        {
            if (!postponed.TryRemove(file, out var size))
            {
                continue;
            }

            var end = EndOf(file, Math.Min(size, file.Size));
            foreach (var branch in branches)
            {
                var key = new CheckpointKey(branch.Pipeline, branch.Store, file.Id);
                if (!checkpoints.TryGet(key, out _))
                {
                    checkpoints.Set(key, new(end, end));
                }
            }
        }
    }

    /// <summary>Gives a branch checkpoints that say where it begins, unless it has some.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="branch">The branch; none that goes on with a queue of its own, whose checkpoints follow that.</param>
    /// <param name="position">Where it begins.</param>
    /// <param name="guide">A branch that stands there too, and knows the files between the position's first and its later one; null if none does.</param>
    /// <param name="checkpoints">Where it is noted.</param>
    public static void Note(ILogStream stream, Branch branch, Position position, Branch? guide, CheckpointStore checkpoints)
    {
        var files = stream.Files;
        if (!files.Any(f => f.Id == position.FileId))
        {
            return;
        }

        var isBehind = false;
        foreach (var file in files)
        {
            if (isBehind && (position.LaterFileId == 0 || file.Id == position.LaterFileId))
            {
                break;
            }

            var key = new CheckpointKey(branch.Pipeline, branch.Store, file.Id);
            var isHere = file.Id == position.FileId;
            if (!checkpoints.TryGet(key, out _)
                && (isHere ? position.In(file) : isBehind ? Between(file, position, guide, checkpoints) : new Checkpoint(file.Size, file.Size)) is { } begin)
            {
                checkpoints.Set(key, begin);
            }

            isBehind |= isHere;
        }

        var later = new CheckpointKey(branch.Pipeline, branch.Store, position.LaterFileId);
        if (position.LaterFileId != 0 && !checkpoints.TryGet(later, out _))
        {
            checkpoints.Set(later, new(0, position.LaterSkip) { Places = position.LaterPlaces?.Beside(0, position.LaterSkip) });
        }
    }

    /// <summary>Notes that a branch follows the stream, so that files without a checkpoint are new to it and begin at 0.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="checkpoints">Where it is noted.</param>
    /// <param name="joining">How its lines are joined from now on; null for as before.</param>
    public static void Mark(ILogStream stream, Branch branch, CheckpointStore checkpoints, JoinOptions? joining = null)
    {
        var key = KeyOf(stream, branch);
        var isMarked = checkpoints.TryGet(key, out var mark);
        var form = joining?.Fingerprint ?? mark.Offset;
        if (isMarked && mark.Offset == form)
        {
            checkpoints.Touch(key);
        }
        else
        {
            checkpoints.Set(key, new(form, form));
        }
    }

    /// <summary>
    /// Where lines were held to be joined in another way, what they are joined to now may end where everything seems emitted: the checkpoints
    /// give up what they say beyond the first of them. What was emitted between them comes twice.
    /// </summary>
    /// <returns>Whether the lines were joined in another way before.</returns>
    public static bool Rejoin(ILogStream stream, Branch branch, CheckpointStore checkpoints, JoinOptions joining)
    {
        if (!checkpoints.TryGet(KeyOf(stream, branch), out var mark) || mark.Offset == 0 || mark.Offset == joining.Fingerprint)
        {
            return false;
        }

        branch.TrackerOf(stream.Key).Rejoin();
        foreach (var file in stream.Files)
        {
            var key = new CheckpointKey(branch.Pipeline, branch.Store, file.Id);
            if (checkpoints.TryGet(key, out var checkpoint) && checkpoint.Skip > checkpoint.Offset)
            {
                var account = checkpoint.Account is { } known ? known with { Held = 0 } : null;
                checkpoints.Set(key, new(checkpoint.Offset, checkpoint.Offset) { Account = account });
            }
        }

        return true;
    }

    /// <summary>Orders positions of one stream.</summary>
    public static (int File, long Skip) Rank(ILogStream stream, Position position)
    {
        var files = stream.Files;
        var wanted = position.LaterFileId != 0 ? position.LaterFileId : position.FileId;
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].Id == wanted)
            {
                return (i, position.LaterFileId != 0 ? position.LaterSkip : position.Skip);
            }
        }

        return (-1, 0);
    }

    /// <summary>The key under which it is noted that a branch follows a stream.</summary>
    public static CheckpointKey KeyOf(ILogStream stream, Branch branch)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("stream:" + stream.Key));
        return new(branch.Pipeline, branch.Store, BitConverter.ToUInt64(hash));
    }

    /// <summary>
    /// Whether a file without a checkpoint is done with: no file is acknowledged before its predecessors. That it is a predecessor must be certain; its
    /// place in the order is not, for names may be misleading. In doubt it is read: what comes twice can be told, what is lost cannot.
    /// </summary>
    private static bool IsPassedOver(IReadOnlyList<ILogFile> files, Checkpoint?[] found, int at, int last)
    {
        for (var i = at + 1; i <= last && !files[at].WasLeft; i++)
        {
            if (found[i] is { Skip: > 0 } && files[at].IsOlderThan(files[i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a position says of a file between its first and its later one; null if nothing.</summary>
    private static Checkpoint? Between(ILogFile file, in Position position, Branch? guide, CheckpointStore checkpoints)
    {
        if (Position.PlacesBetween(position.Places, position.LaterPlaces) is { } places)
        {
            return new(0, file.Size) { Places = places.Beside(0, file.Size) };
        }

        return guide is not null && checkpoints.TryGet(new(guide.Pipeline, guide.Store, file.Id), out var known)
            ? new(known.Offset, known.Skip) { Places = known.Places }
            : null;
    }

    private static long EndOf(ILogFile file, long size)
    {
        // It may not be readable now, and its file system may not answer at all. Whoever reads it later finds the rest of a line at worst.
        var asked = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return file.LineStart(size);
                }
                catch (IOException)
                {
                    return size;
                }
            },
            CancellationToken.None,
            TaskCreationOptions.None,
            TaskScheduler.Default);
        return asked.Wait(Patience) ? asked.Result : size;
    }

    private bool StartsAtBeginning(ILogStream stream, StartAt startAt) => startAt switch
    {
        StartAt.Beginning => true,
        StartAt.End => false,
        _ => autoStartsAtBeginning || acceptedAt is not { } accepted || stream.BeganAt >= accepted - Recent,
    };
}
