#pragma warning disable
using Microsoft.Extensions.Logging;
namespace LogOperator.Pipeline.Sources.Files;
internal sealed class FileFollower(FollowerOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    public Task Scanned => Task.CompletedTask;
    public void Set(IReadOnlyCollection<(IFileSource Source, IStreamObserver Observer)> wanted) => _ = (options, time, logger, wanted);
    public Task RunAsync(CancellationToken stop) => Task.CompletedTask;
    public void Dispose() { }
}
