using LogOperator.Pipeline.Runtime.Sending;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime;

/// <summary>Puts a pipeline in the place of its old form: at the offsets at which that stood.</summary>
/// <param name="wireGrace">How long requests on the wire get to be acknowledged.</param>
/// <param name="time">The clock.</param>
internal sealed class PipelineSwap(TimeSpan wireGrace, TimeProvider time)
{
    /// <summary>How long the new form of a pipeline may take to be told of the streams that the old one followed.</summary>
    public static readonly TimeSpan HandOver = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    /// <summary>Ends the old form of a pipeline, so that the next one can begin where it stood.</summary>
    /// <param name="old">The form that runs; null if none does.</param>
    /// <param name="next">The form to be put in its place.</param>
    public async Task PrepareAsync(HostedPipeline? old, HostedPipeline next)
    {
        ILogFile[] files = [.. old?.Running.Streams.SelectMany(s => s.Files) ?? []];
        foreach (var file in files)
        {
            file.Retain();
        }

        old?.Running.Close();
        AttachedBranch[] left = [.. old?.Branches.Except(next.Branches) ?? []];
        await Task.WhenAll(left.Concat(next.Replaced).Select(TakeBackAsync)).ConfigureAwait(false);
        next.Running.Inherit = left.FirstOrDefault()?.Branch;
        _ = ReleaseLaterAsync(files);
    }

    /// <summary>Lets go of files once the new form of their pipeline has had the time to take them over.</summary>
    private async Task ReleaseLaterAsync(ILogFile[] files)
    {
        await Task.Delay(HandOver, time).ConfigureAwait(false);
        foreach (var file in files)
        {
            file.Release();
        }
    }

    /// <summary>Takes back what a branch has not delivered; what is on the wire gets a moment to be acknowledged.</summary>
    private async Task TakeBackAsync(AttachedBranch branch)
    {
        branch.Worker.Detach(branch.Branch);
        branch.Branch.GiveUpWaiting();
        var since = time.GetTimestamp();
        while (branch.Branch.PendingRecords > 0 && time.GetElapsedTime(since) < wireGrace)
        {
            await Task.Delay(Moment, time).ConfigureAwait(false);
        }

        branch.End();
    }
}
