using System.Text.Json;
using LogOperator.Cli.Manifests;
using LogOperator.Cli.Validation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Runtime;
using Microsoft.Extensions.Logging;

namespace LogOperator.Cli.Running;

/// <summary>Runs manifests on this machine, with the very code that the agent runs.</summary>
/// <param name="settings">What to do.</param>
/// <param name="terminal">Where to read and write.</param>
/// <param name="time">The clock.</param>
internal sealed class Runner(RunSettings settings, Terminal terminal, TimeProvider time)
{
    private const string LinksDirectory = "links";

    /// <summary>Runs until stopped, or until everything is done.</summary>
    /// <param name="stop">Asks to stop.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CancellationToken stop)
    {
        var files = ManifestInputs.Resolve(settings.Files, out var problem);
        PodListDirectory? pods = null;
        if (problem is null)
        {
            pods = ReadPods(out problem);
        }

        if (problem is not null)
        {
            await terminal.Error.WriteLineAsync($"logctl: {problem}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        var set = ManifestReader.Read(files, settings.Namespace, terminal.OpenInput);
        var judgement = Judge.ForRun(set, LogDirectories.Namespaces(settings.Root).Concat(pods!.Namespaces));
        FindingPrinter.Text(judgement.Findings, terminal.Error, terminal.ErrorIsTerminal);
        if (judgement.HasErrors)
        {
            if (judgement.Findings.Any(f => f.Path == "spec.stdout"))
            {
                await terminal.Error.WriteLineAsync("logctl: to see records on standard output, run with --print, whatever the store, or use a ClusterLogStore").ConfigureAwait(false);
            }

            return ExitCodes.Problems;
        }

        var config = judgement.Result!.Config;
        if (config.Pipelines.Count == 0)
        {
            await terminal.Error.WriteLineAsync("logctl: -f: expected at least one LogPipeline or ClusterLogPipeline, found none").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        // The compiler leaves open, outside a cluster, where Secrets lie: a namespaced store's lie beside it, as in a cluster.
        config = config with { Stores = [.. config.Stores.Select(s => s with { SecretNamespace = s.Namespace })] };
        return await RunAsync(settings.Print ? PrintedConfig.Of(config) : config, pods, new ManifestCredentials(set.Of<Secret>()), stop).ConfigureAwait(false);
    }

    private PodListDirectory? ReadPods(out string? problem)
    {
        problem = null;
        if (settings.Pods is null)
        {
            return PodListDirectory.Empty;
        }

        if (File.Exists(settings.Pods))
        {
            return PodListDirectory.Read(settings.Pods, out problem);
        }

        problem = $"--pods {settings.Pods}: expected a file, found none";
        return null;
    }

    private async Task<int> RunAsync(AgentConfig config, PodListDirectory pods, ManifestCredentials credentials, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var logger = new ErrorLogger(terminal.Error, settings.Verbose ? LogLevel.Debug : LogLevel.Warning, terminal.ErrorIsTerminal);
        var output = terminal.OpenOutput();
        await using (output.ConfigureAwait(false))
        {
            var options = new HostOptions
            {
                Root = settings.Root,
                StateDirectory = settings.State,
                RetentionDirectory = settings.State is { } state ? Path.GetFullPath(Path.Combine(state, LinksDirectory)) : null,
                LinksAreOptional = true,
                AutoStartsAtBeginning = true,
                Once = settings.Once,
                Output = settings.Print && terminal.OutputIsTerminal ? new RecordPrinter(terminal.Output) : output,
                StopTimeout = settings.StopTimeout,
            };
            var host = new PipelineHost(options, pods, credentials, time, logger);
            await using (host.ConfigureAwait(false))
            {
                var refused = (await host.ApplyAsync(config).ConfigureAwait(false)).Where(v => v.Outcome == ApplyOutcome.Refused).ToList();
                foreach (var verdict in refused)
                {
                    await terminal.Error.WriteLineAsync($"logctl: pipeline {verdict.Key}: {verdict.Message}").ConfigureAwait(false);
                }

                return refused.Count > 0 ? ExitCodes.Problems : await RunAsync(host, started, stop).ConfigureAwait(false);
            }
        }
    }

    private async Task<int> RunAsync(PipelineHost host, long started, CancellationToken stop)
    {
        using var done = new CancellationTokenSource();
        var progress = terminal.ErrorIsTerminal && !(settings.Print && terminal.OutputIsTerminal)
            ? new ProgressLine(terminal.Error, host.Report, () => host.Leaving, time).RunAsync(done.Token)
            : Task.CompletedTask;
        var code = ExitCodes.Ok;
        try
        {
            await host.RunAsync(stop).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            await terminal.Error.WriteLineAsync($"logctl: {e.Message}").ConfigureAwait(false);
            code = ExitCodes.Problems;
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await progress.ConfigureAwait(false);
        }

        var summary = RunSummary.Of(host.Report(int.MaxValue), time.GetElapsedTime(started));
        if (summary.Pending is { } pending)
        {
            var later = settings.State is null ? "; without --state the next run begins anew" : "; the next run goes on from there";
            await terminal.Error.WriteLineAsync($"logctl: stopped with {pending} records not acknowledged{later}").ConfigureAwait(false);
            foreach (var branch in host.Report().Pipelines.SelectMany(p => p.Branches.Where(b => b.PendingRecords > 0)))
            {
                await terminal.Error.WriteLineAsync($"logctl: store {branch.Store}: {branch.PendingRecords} pending, {branch.State}{(branch.Detail is null ? "" : $": {branch.Detail}")}").ConfigureAwait(false);
            }

            code = code == ExitCodes.Ok ? ExitCodes.Undelivered : code;
        }

        return await WriteAsync(summary).ConfigureAwait(false) ? code : ExitCodes.Problems;
    }

    private async Task<bool> WriteAsync(RunSummary summary)
    {
        if (settings.Summary is null)
        {
            return true;
        }

        try
        {
            await File.WriteAllTextAsync(settings.Summary, JsonSerializer.Serialize(summary, CliJson.Default.RunSummary) + "\n").ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"logctl: --summary: {e.Message}").ConfigureAwait(false);
            return false;
        }
    }
}
