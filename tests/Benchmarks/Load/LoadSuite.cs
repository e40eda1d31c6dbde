using System.Globalization;
using System.Runtime.CompilerServices;

namespace LogOperator.Benchmarks.Load;

/// <summary>Writes logs at a fixed rate while contenders read them: one after the other, or at the same time where the case has a cluster.</summary>
/// <param name="programs">What is measured.</param>
/// <param name="duration">How long each is measured; null for each case's own duration.</param>
/// <param name="progress">Where to say what is going on.</param>
internal sealed class LoadSuite(Programs programs, TimeSpan? duration, TextWriter progress)
{
    private readonly ILoadContender[] contenders =
    [
        new LogctlUnderLoad(programs.Logctl, programs.Packaging),
        .. programs.Logagent is null ? [] : (ILoadContender[])[new AgentUnderLoad(programs.Logagent, programs.Packaging)],
        .. programs.Otelcol is null ? [] : (ILoadContender[])[new CollectorUnderLoad(programs.Otelcol, programs.OtelcolVersion)],
    ];

    /// <summary>Name and version of each contender.</summary>
    public IEnumerable<(string Name, string About)> Contenders => contenders.Select(c => (c.Name, c.About));

    /// <summary>Runs the cases.</summary>
    /// <param name="only">Names of the cases to run; all if empty.</param>
    /// <param name="stop">Gives up.</param>
    public async IAsyncEnumerable<LoadMeasurement> RunAsync(string[] only, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var load in LoadCase.All.Where(c => only.Length == 0 || only.Contains(c.Name)))
        {
            await using var cluster = load.InCluster && programs.Logagent is not null ? await LoadCluster.TryStartAsync(programs.Logctl) : null;
            if (load.InCluster && cluster is null)
            {
                await progress.WriteLineAsync($"          {load.Name}: left out, logagent or the part kubernetes is missing");
                continue;
            }

            var able = contenders.Where(c => c.Does(load)).ToArray();
            foreach (var together in able.Chunk(load.InCluster ? able.Length : 1))
            {
                foreach (var measured in await new LoadRun(load, cluster, duration ?? load.Duration).MeasureAsync(together, stop))
                {
                    await progress.WriteLineAsync(string.Create(
                        CultureInfo.InvariantCulture,
                        $"          {load.Name}, {measured.Contender}: {measured.Failure ?? $"{measured.SteadyPercent:F1} % of a core, {measured.EndMiB} MiB, {measured.Handled} of {measured.Expected}"}"));
                    yield return measured;
                }
            }
        }
    }
}
