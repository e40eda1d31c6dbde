using LogOperator.Kubernetes;
using LogOperator.Pipeline.Sinks.Endpoints;

namespace LogOperator.Agent.Endpoints;

/// <summary>Keeps the guard of tenants' endpoints informed of where the API server is.</summary>
/// <param name="addresses">Finds out.</param>
/// <param name="guard">Is told.</param>
/// <param name="time">The clock.</param>
internal sealed class ApiServerWatch(ApiServerAddresses addresses, EndpointGuard guard, TimeProvider time)
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    /// <summary>Looks again and again, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            guard.Know(await addresses.LookAsync(cancellation).ConfigureAwait(false));
            await Task.Delay(LookAgain, time, cancellation).ConfigureAwait(false);
        }
    }
}
