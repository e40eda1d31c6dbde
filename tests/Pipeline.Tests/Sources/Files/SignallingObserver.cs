using System.Collections.Concurrent;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>Lets a test wait for what a running follower tells.</summary>
internal sealed class SignallingObserver : IStreamObserver
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentDictionary<string, ILogStream> streams = [];
    private volatile TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long SizeOf(string name) =>
        streams.Values.Where(s => s.Key.EndsWith("/" + name, StringComparison.Ordinal)).Sum(s => s.Files.Sum(f => f.Size));

    public async Task Until(Func<bool> condition)
    {
        for (var next = told.Task; !condition(); next = told.Task)
        {
            if (condition())
            {
                return;
            }

            await next.WaitAsync(Patience);
        }
    }

    public void Appeared(IFileSource source, ILogStream stream)
    {
        streams[stream.Key] = stream;
        Tell();
    }

    public void Disappeared(IFileSource source, ILogStream stream) => Tell();

    public void Changed(ILogStream stream) => Tell();

    private void Tell()
    {
        var before = told;
        told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        before.TrySetResult();
    }
}
