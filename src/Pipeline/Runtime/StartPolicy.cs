using System.Security.Cryptography;
using System.Text;
using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>Decides where a branch begins in a stream: at its checkpoint if it has one, else where <c>startAt</c> says.</summary>
/// <param name="acceptedAt">When the pipeline was first accepted.</param>
/// <param name="autoStartsAtBeginning">Whether <c>Auto</c> means the beginning.</param>
internal sealed class StartPolicy(DateTimeOffset? acceptedAt, bool autoStartsAtBeginning)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(10);

    /// <summary>Where the checkpoints say that a branch stands.</summary>
    /// <returns>Null if the branch never followed the stream.</returns>
    public static Position? Resume(ILogStream stream, Branch branch, CheckpointStore checkpoints)
    {
        if (!checkpoints.TryGet(KeyOf(stream, branch), out _))
        {
            return null;
        }

        var files = stream.Files;
        for (var i = 0; i < files.Count; i++)
        {
            var known = checkpoints.TryGet(new(branch.Pipeline, branch.Store, files[i].Id), out var checkpoint);
            if (known && checkpoint.Offset > files[i].Size)
            {
                // The file is shorter than what was acknowledged: it was truncated and begins anew.
                checkpoint = default;
            }

            if (i == files.Count - 1 || checkpoint.Offset < files[i].Size)
            {
                return new Position(files[i].Id, checkpoint.Offset, checkpoint.Skip);
            }
        }

        return Position.Beginning;
    }

    /// <summary>Where a branch begins that never followed the stream. Files that are passed over get checkpoints at their ends.</summary>
    public Position Begin(ILogStream stream, IFileSource source, IReadOnlyList<Branch> branches, CheckpointStore checkpoints)
    {
        var files = stream.Files;
        if (files.Count == 0 || StartsAtBeginning(stream, source.StartAt))
        {
            return Position.Beginning;
        }

        var last = files[^1];
        var end = last.LineStart(last.Size);
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

    /// <summary>Notes that a branch follows the stream, so that files without a checkpoint are new to it and begin at 0.</summary>
    public static void Mark(ILogStream stream, Branch branch, CheckpointStore checkpoints)
    {
        var key = KeyOf(stream, branch);
        if (checkpoints.TryGet(key, out _))
        {
            checkpoints.Touch(key);
        }
        else
        {
            checkpoints.Set(key, default);
        }
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

    private static CheckpointKey KeyOf(ILogStream stream, Branch branch)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("stream:" + stream.Key));
        return new(branch.Pipeline, branch.Store, BitConverter.ToUInt64(hash));
    }

    private bool StartsAtBeginning(ILogStream stream, StartAt startAt) => startAt switch
    {
        StartAt.Beginning => true,
        StartAt.End => false,
        _ => autoStartsAtBeginning || acceptedAt is not { } accepted || stream.BeganAt >= accepted - Recent,
    };
}
