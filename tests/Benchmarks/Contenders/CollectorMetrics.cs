using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>What a running OpenTelemetry Collector tells of itself.</summary>
/// <param name="port">Port of its metrics.</param>
internal sealed class CollectorMetrics(int port)
{
    /// <summary>The part of its configuration that serves them.</summary>
    public string Telemetry => $"{{logs: {{level: warn}}, metrics: {{readers: [{{pull: {{exporter: {{prometheus: {{host: 127.0.0.1, port: {port}}}}}}}}}]}}}}";

    /// <summary>Where they are.</summary>
    public Uri Address { get; } = new($"http://127.0.0.1:{port}/metrics");

    /// <summary>Metrics on a port that nobody uses.</summary>
    public static CollectorMetrics OnFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new(((IPEndPoint)listener.LocalEndpoint).Port);
    }

    /// <summary>Records that its receiver had accepted, which without a queue means taken by the exporter.</summary>
    public async Task<long> AcceptedAsync(CancellationToken stop)
    {
        using var client = new HttpClient();
        string text;
        try
        {
            text = await client.GetStringAsync(Address, stop);
        }
        catch (HttpRequestException)
        {
            // It may not listen yet.
            return 0;
        }

        return (long)text.Split('\n')
            .Where(line => line.StartsWith("otelcol_receiver_accepted_log_records", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
