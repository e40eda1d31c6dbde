using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>A follower on a temporary directory whose time the test moves, and a reader that reads as a pipeline does.</summary>
internal sealed class FollowerFixture : IDisposable, IStreamObserver
{
    private readonly Dictionary<ILogStream, Tail> tails = [];

    public FollowerFixture(Action<FollowerOptions>? configure = null, ILogger? logger = null)
    {
        var options = new FollowerOptions { Root = Directory.Path };
        configure?.Invoke(options);
        Options = options;
        Follower = new FileFollower(options, Time, logger ?? NullLogger.Instance);
    }

    public TempDirectory Directory { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public FollowerOptions Options { get; }

    public FileFollower Follower { get; }

    public List<string> Notes { get; } = [];

    /// <summary>The lowest offset that is still to be acknowledged, in each file.</summary>
    public Func<ILogFile, long> Needed { get; set; } = static _ => 0;

    public IEnumerable<ILogStream> Streams => tails.Keys;

    /// <summary>Bodies of all records so far, in the order in which each stream gave them.</summary>
    public IEnumerable<string> Bodies => tails.Values.SelectMany(t => t.Records).Select(r => r.Body);

    public IEnumerable<TailedRecord> Records => tails.Values.SelectMany(t => t.Records);

    public void Follow(params IFileSource[] sources)
    {
        Follower.Set([.. sources.Select(s => (s, (IStreamObserver)this))]);
        Follower.ScanNow();
    }

    public FollowerFixture FollowPlain(params string[] patterns)
    {
        Follow(new FixedSource(FileFormat.Plain, [.. patterns.Select(p => $"{Directory.Path}/{p}")]));
        return this;
    }

    /// <summary>Lets time pass, looks, and reads all there is.</summary>
    public FollowerFixture Step(double seconds = 0.2)
    {
        Time.Advance(TimeSpan.FromSeconds(seconds));
        Follower.ScanNow();
        return Read();
    }

    public FollowerFixture Read()
    {
        foreach (var tail in tails.Values.ToList())
        {
            tail.Read(Time.GetUtcNow());
        }

        return this;
    }

    /// <summary>Long enough for whatever is finished to be seen as such.</summary>
    public FollowerFixture Settle()
    {
        for (var i = 0; i < 8; i++)
        {
            Step(1);
        }

        return this;
    }

    public Tail TailOf(string keyEnd) => tails.Single(t => t.Key.Key.EndsWith(keyEnd, StringComparison.Ordinal)).Value;

    public Tail TailOf(ILogStream stream) => tails[stream];

    public string Path(string name) => Directory.File(name.Split('/'));

    public void Append(string name, string text) => File.AppendAllText(Path(name), text);

    public void Append(string name, byte[] bytes)
    {
        using var stream = new FileStream(Path(name), FileMode.Append);
        stream.Write(bytes);
    }

    public void Rename(string from, string to) => File.Move(Path(from), Path(to), overwrite: true);

    public void Appeared(IFileSource source, ILogStream stream)
    {
        Notes.Add($"appeared {stream.Key}");
        if (!tails.ContainsKey(stream))
        {
            tails[stream] = new Tail(stream, source.Joining);
        }
    }

    public void Disappeared(IFileSource source, ILogStream stream) => Notes.Add($"disappeared {stream.Key}");

    public void Changed(ILogStream stream) => Notes.Add($"changed {stream.Key}");

    public long NeededFrom(ILogStream stream, ILogFile file) => Needed(file);

    public void Dispose()
    {
        foreach (var tail in tails.Values)
        {
            tail.Dispose();
        }

        Follower.Dispose();
        Directory.Dispose();
    }

    internal sealed record TailedRecord(string Body, RecordId Id, long End, LineFlags Flags, Fate Fate, string Time);

    /// <summary>Reads a stream's files in order, as the runtime does.</summary>
    internal sealed class Tail(ILogStream stream, JoinOptions options) : IDisposable
    {
        private readonly RecordJoiner joiner = new(options);
        private ILogFile? file;
        private long offset;

        public List<TailedRecord> Records { get; } = [];

        public ILogFile? File => file;

        public long Offset => offset;

        public void Read(DateTimeOffset now)
        {
            while (true)
            {
                var files = stream.Files;
                if (file is null)
                {
                    if (files.Count == 0)
                    {
                        return;
                    }

                    file = files[0];
                }

                if (file.Read(offset) is { } chunk)
                {
                    Take(joiner.Join(chunk, offset, BatchAttributes.Empty, now));
                    offset = chunk.FileEnd;
                    chunk.Release();
                    continue;
                }

                var at = files.ToList().IndexOf(file);
                if (!file.IsFinished || at + 1 >= files.Count)
                {
                    if (file.IsFinished)
                    {
                        Take(joiner.Flush(BatchAttributes.Empty));
                    }

                    return;
                }

                (file, offset) = (files[at + 1], 0);
            }
        }

        public void Dispose() => joiner.Dispose();

        private void Take(ReadOnlySpan<RecordBatch> batches)
        {
            foreach (var batch in batches)
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var record = batch[i];
                    if (record.Fate != Fate.Filtered)
                    {
                        Records.Add(new TailedRecord(
                            Encoding.UTF8.GetString(record.Body.Bytes), record.Id, record.End, record.Flags, record.Fate, Encoding.UTF8.GetString(record.TimestampText)));
                    }
                }

                batch.Release();
            }
        }
    }
}
