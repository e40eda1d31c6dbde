using System.Runtime.InteropServices;

namespace LogOperator.Cli.Commands;

/// <summary>Lets a signal end what runs in good order, and a second one at once.</summary>
internal static class Signals
{
    /// <summary>Runs something that can be asked to stop.</summary>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> run)
    {
        using var stop = new CancellationTokenSource();
        void Stop(PosixSignalContext context)
        {
            if (!stop.IsCancellationRequested)
            {
                context.Cancel = true;
                stop.Cancel();
            }
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await run(stop.Token).ConfigureAwait(false);
    }
}
