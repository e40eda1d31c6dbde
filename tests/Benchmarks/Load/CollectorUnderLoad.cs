using LogOperator.Benchmarks.Contenders;

namespace LogOperator.Benchmarks.Load;

/// <summary>The OpenTelemetry Collector, configured as for a node of a cluster, with an exporter that keeps nothing.</summary>
internal sealed class CollectorUnderLoad(string program, string version) : ILoadContender
{
    public string Name => OtelCollector.Title;

    public string About => $"{version}; file_log receiver with the container operator on the pods' directories, nop exporter, default settings; this build has no k8sattributes processor, so it does without the API server";

    public bool IsOurs => false;

    public bool Does(LoadCase load) => load.Pipelines == 1;

    public LoadLaunch Prepare(LoadCase load, LoadSite site, string directory)
    {
        var metrics = CollectorMetrics.OnFreePort();
        var config = Path.Combine(directory, "otelcol.yaml");
        var accepted = 0L;
        File.WriteAllText(config, $$"""
            receivers:
              file_log:
                include: [{{site.Root}}/var/log/pods/*/*/*.log]
                start_at: beginning
                include_file_path: true
                operators: [{type: container}]
            exporters:
              nop:
            service:
              telemetry: {{metrics.Telemetry}}
              pipelines:
                logs: {receivers: [file_log], exporters: [nop]}

            """);
        return new([program, "--config", config], async stop => accepted = await metrics.AcceptedAsync(stop), () => accepted, null) { Metrics = metrics.Address };
    }
}
