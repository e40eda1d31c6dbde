using LogOperator.Pipeline.Sources.Files;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>Tells which files do not answer: a reader has been waiting for them for long, and they hold up nobody but themselves.</summary>
internal sealed class StallWatch(Lanes lanes, FileFollowers followers, ILogger logger)
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);
    private volatile HashSet<string> stalled = [];

    /// <summary>How many streams there are whose files do not answer, as of the last look.</summary>
    public int Count => stalled.Count;

    /// <summary>Looks, and tells what changed since the last time. To be called every second or so.</summary>
    public void Look()
    {
        var before = stalled;
        HashSet<string> now = [.. lanes.Stalled(Long), .. followers.Stalled(Long)];
        foreach (var stream in now.Except(before))
        {
            Log.ReadStalled(logger, stream, (int)Long.TotalSeconds);
        }

        foreach (var stream in before.Except(now))
        {
            Log.ReadAnswered(logger, stream);
        }

        stalled = now;
    }
}
