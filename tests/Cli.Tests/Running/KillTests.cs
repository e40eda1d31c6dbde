using System.Globalization;
using System.Text.Json;

namespace LogOperator.Cli.Tests.Running;

/// <summary>The program killed again and again while a log is written and rotated.</summary>
[Trait("Category", "Integration")]
[Trait("SecondRun", "Never")]
public sealed class KillTests : IDisposable
{
    private const int Kills = 6;
    private const int LinesAFile = 4000;
    private const int LinesAKill = 2500;
    private const int Sigkill = 9;
    private readonly RunFolder folder = new();
    private int written;
    private int rotations;

    private string Log => Path.Combine(folder.Path, "root", "var", "log", "app.log");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_lost_where_rotated_files_are_numbered_upwards(bool isDated)
    {
        File.WriteAllText(folder.Manifests, $$"""
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogPipeline
            metadata: {name: node}
            spec:
              source: {nodeFiles: {paths: ["/var/log/app.log*"]}, startAt: Beginning}
              stages: [{parse: {json: {} } }]
              stores: [{name: out}]
              delivery: {buffer: {memory: 64Ki} }
            ---
            apiVersion: logoperator.io/v1alpha1
            kind: ClusterLogStore
            metadata: {name: out}
            spec: {file: {path: "{{folder.Out}}"}, batch: {maxDelay: 20ms} }
            """);
        Directory.CreateDirectory(Path.GetDirectoryName(Log)!);
        using var stop = new CancellationTokenSource();
        var writing = WriteAsync(isDated, stop.Token);
        for (var i = 0; i < Kills; i++)
        {
            var before = Arrived().Count;
            using var process = folder.Start("--state", "state");
            await RunFolder.Eventually(() => Arrived().Count >= before + LinesAKill);
            process.Signal(Sigkill);
            await process.EndAsync();
        }

        await stop.CancelAsync();
        await writing;
        Assert.True(rotations > 3, $"expected some rotations, found {rotations}");
        Assert.Equal(0, (await folder.RunAsync("--once", "--state", "state")).Code);
        Assert.Empty(Enumerable.Range(0, written).Except(Arrived()));
    }

    private async Task WriteAsync(bool isDated, CancellationToken stop)
    {
        var day = new DateOnly(2026, 1, 25);
        while (!stop.IsCancellationRequested)
        {
            File.AppendAllLines(Log, RunFolder.Numbers(written, 100));
            written += 100;
            if (written % LinesAFile == 0)
            {
                rotations++;
                var suffix = isDated ? day.AddDays(rotations).ToString("ddMMyyyy", CultureInfo.InvariantCulture) : rotations.ToString(CultureInfo.InvariantCulture);
                File.Move(Log, $"{Log}.{suffix}");
                File.WriteAllText(Log, "");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(25), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>The numbers that arrived; a line that a kill cut off is none.</summary>
    private HashSet<int> Arrived()
    {
        var found = new HashSet<int>();
        foreach (var line in File.Exists(folder.Out) ? File.ReadLines(folder.Out) : [])
        {
            try
            {
                using var record = JsonDocument.Parse(line);
                found.Add(record.RootElement.GetProperty("attributes").GetProperty("n").GetInt32());
            }
            catch (JsonException)
            {
                // Written again, whole.
            }
        }

        return found;
    }
}
