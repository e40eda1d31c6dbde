using System.Globalization;

namespace LogOperator.Benchmarks.Load;

/// <summary>Follows the file into which a contender writes the marks, and notes how long each was on its way.</summary>
internal sealed class MarkReader(string path)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private readonly List<TimeSpan> delays = [];

    /// <summary>Delays so far.</summary>
    public IReadOnlyList<TimeSpan> Delays => delays;

    /// <summary>Reads until it is stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (!File.Exists(path))
            {
                await Task.Delay(Pause, TimeProvider.System, stop);
            }

            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            var rest = "";
            while (true)
            {
                var text = rest + await reader.ReadToEndAsync(stop);
                var now = TimeProvider.System.GetUtcNow();
                var lines = text.Split('\n');
                rest = lines[^1];
                foreach (var line in lines.AsSpan(..^1))
                {
                    delays.Add(now - WrittenAt(line));
                }

                await Task.Delay(Pause, TimeProvider.System, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // All that was written is read.
        }
    }

    private static DateTimeOffset WrittenAt(string line)
    {
        var from = line.IndexOf(LogWriter.Mark, StringComparison.Ordinal) + LogWriter.Mark.Length;
        return DateTimeOffset.UnixEpoch.AddTicks(long.Parse(line.AsSpan(from, line.IndexOf(' ', from) - from), CultureInfo.InvariantCulture));
    }
}
