using System.Globalization;
using System.IO.Compression;
using System.Text;
using LogOperator.Benchmarks.Inputs;

namespace LogOperator.Benchmarks.Load;

/// <summary>
/// Writes container logs at a fixed rate, and rotates them as kubelet does: the file is renamed, the runtime opens a new one, the file rotated before is
/// compressed, and of the older ones the oldest are deleted. Every thousandth line is a mark that tells when it was written.
/// </summary>
internal sealed class LogWriter : IDisposable
{
    public const string Mark = "MARK ";
    private const string Prefix = "2026-03-01T09:30:00.123456789Z stdout F ";
    private const int MarkEvery = 1000;
    private const int KeptFiles = 5;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private readonly LoadCase load;
    private readonly Log[] logs;
    private readonly byte[] line = new byte[InputFile.LineLength];
    private readonly byte[] mark = new byte[InputFile.LineLength];

    /// <summary>Makes the directories; the files begin empty.</summary>
    public LogWriter(LoadCase load, IReadOnlyList<string> paths)
    {
        this.load = load;
        logs = [.. paths.Select(path => new Log(path))];
        Fill(line, Prefix);
    }

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Marks among them.</summary>
    public long Marks { get; private set; }

    /// <summary>Rotations.</summary>
    public long Rotations { get; private set; }

    /// <summary>Writes for so long.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken stop)
    {
        var began = TimeProvider.System.GetTimestamp();
        var before = Lines;
        var next = 0;
        for (var elapsed = TimeSpan.Zero; elapsed < duration; elapsed = TimeProvider.System.GetElapsedTime(began))
        {
            var due = before + ((long)(elapsed.TotalSeconds * load.BytesPerSecond) / InputFile.LineLength);
            while (Lines < due)
            {
                Write(logs[next]);
                next = (next + 1) % logs.Length;
            }

            foreach (var log in logs)
            {
                log.File.Flush();
                if (log.File.Length >= load.RotateAt)
                {
                    log.Rotate();
                    Rotations++;
                }
            }

            await Task.Delay(Tick, TimeProvider.System, stop);
        }
    }

    public void Dispose()
    {
        foreach (var log in logs)
        {
            log.File.Dispose();
        }
    }

    private static void Fill(byte[] to, string head)
    {
        to.AsSpan().Fill((byte)'x');
        Encoding.ASCII.GetBytes(head, to);
        to[^1] = (byte)'\n';
    }

    private void Write(Log log)
    {
        Lines++;
        if (Lines % MarkEvery == 0)
        {
            Marks++;
            var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
            Fill(mark, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Mark}{now} "));
            log.File.Write(mark);
        }
        else
        {
            // No two lines are alike, so that no two files begin alike, by which collectors recognise them.
            Lines.TryFormat(line.AsSpan(Prefix.Length), out _, default, CultureInfo.InvariantCulture);
            log.File.Write(line);
        }
    }

    private sealed class Log
    {
        private readonly string path;
        private readonly Queue<string> rotated = new();
        private int number;

        public Log(string path)
        {
            this.path = path;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File = Open();
        }

        public FileStream File { get; private set; }

        public void Rotate()
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{path}.20260301-{++number:D6}");
            File.Dispose();
            System.IO.File.Move(path, name);
            if (rotated.Count > 0 && rotated.Last() is var previous)
            {
                Compress(previous);
            }

            rotated.Enqueue(name);
            while (rotated.Count >= KeptFiles)
            {
                System.IO.File.Delete(rotated.Dequeue() + ".gz");
            }

            File = Open();
        }

        private static void Compress(string file)
        {
            using (var from = System.IO.File.OpenRead(file))
            using (var to = new GZipStream(System.IO.File.Create(file + ".tmp"), CompressionLevel.Fastest))
            {
                from.CopyTo(to);
            }

            System.IO.File.Move(file + ".tmp", file + ".gz");
            System.IO.File.Delete(file);
        }

        private FileStream Open() => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
    }
}
