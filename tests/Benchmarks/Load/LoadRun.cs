using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Load;

/// <summary>One run of a load, and of the contenders that read it at the same time.</summary>
/// <param name="load">The load.</param>
/// <param name="cluster">The cluster of its pods, if it has one.</param>
/// <param name="duration">How long it is written.</param>
internal sealed class LoadRun(LoadCase load, LoadCluster? cluster, TimeSpan duration)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(3);

    // Prometheus' default is a minute; most installations have less.
    private static readonly TimeSpan ScrapeInterval = TimeSpan.FromSeconds(15);

    /// <summary>Runs it.</summary>
    public async Task<IReadOnlyList<LoadMeasurement>> MeasureAsync(IReadOnlyList<ILoadContender> contenders, CancellationToken stop)
    {
        var directory = Directory.CreateTempSubdirectory("log-operator-load-");
        var running = new List<RunningContender>();
        try
        {
            var root = directory.CreateSubdirectory("root").FullName;
            var site = cluster is null ? LoadSite.WithoutCluster(root, load.Files) : LoadSite.Of(cluster, root, load.Files);
            using var writer = new LogWriter(load, site.Logs);
            var processors = Machine.Describe().Processors;
            foreach (var (i, contender) in contenders.Index())
            {
                var launch = contender.Prepare(load, site, directory.CreateSubdirectory($"work-{i}").FullName);
                running.Add(new(contender, launch, load.InCluster ? processors[^(1 + (i % processors.Count))] : null, stop));
            }

            return await MeasureAsync(running, writer, stop);
        }
        finally
        {
            running.ForEach(r => r.Dispose());
            directory.Delete(recursive: true);
        }
    }

    private async Task<IReadOnlyList<LoadMeasurement>> MeasureAsync(List<RunningContender> running, LogWriter writer, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var scraping = Task.WhenAll(running.Select(r => r.Metrics).OfType<Uri>().Select(m => ScrapeAsync(m, over.Token)));
        var began = TimeProvider.System.GetTimestamp();
        await writer.RunAsync(duration / 2, stop);
        running.ForEach(r => r.AtHalf());
        await writer.RunAsync(duration / 2, stop);
        running.ForEach(r => r.AtEnd());
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var expected = writer.Lines * load.Readers;
        await Task.WhenAll(running.Select(r => r.CatchUpAsync(writer, expected, stop)));

        // The marks tell nothing of the lines behind the last one; a stop waits for what was read, not for what was not.
        await Task.Delay(Rest, TimeProvider.System, stop);
        await over.CancelAsync();
        await scraping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var measured = new List<LoadMeasurement>();
        foreach (var contender in running)
        {
            measured.Add(await contender.EndAsync(load, writer, seconds, expected, stop));
        }

        return measured;
    }

    private static async Task ScrapeAsync(Uri metrics, CancellationToken stop)
    {
        using var client = new HttpClient();
        while (true)
        {
            await Task.Delay(ScrapeInterval, TimeProvider.System, stop);
            try
            {
                await client.GetStringAsync(metrics, stop);
            }
            catch (HttpRequestException)
            {
                // It has ended, which its row will say.
            }
        }
    }
}
