using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

/// <summary>Feeds a joiner with text as though it came from files.</summary>
internal sealed class LinesUnderTest(JoinOptions options, FileFormat format = FileFormat.Cri, HeldShare? memory = null) : IDisposable
{
    public const string Stamp = "2026-01-02T03:04:05.123456789Z";
    private readonly BlockPool pool = new(64, 0);
    private readonly Dictionary<ulong, long> ends = [];
    private long offset;

    public static JoinOptions Default { get; } = new(256 * 1024, LineOverflow.Truncate, Stdout: true, Stderr: true, TimeSpan.FromSeconds(5));

    public RecordJoiner Joiner { get; } = new(options, memory);

    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public ulong FileId { get; private set; } = 1;

    public List<FollowerFixture.TailedRecord> Records { get; } = [];

    /// <summary>Batches so far, as (file, from, to, held from): the chunk, or the end of an earlier file, and what the joiner holds of it.</summary>
    public List<(ulong File, long From, long To, long HeldFrom)> Batches { get; } = [];

    public IEnumerable<string> Bodies => Records.Where(r => r.Fate == Fate.Live).Select(r => r.Body);

    public void NextFile() => (FileId, offset) = (FileId + 1, 0);

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>A chunk of whole lines; without a newline at all, a piece of a long line.</summary>
    /// <param name="bytes">The lines.</param>
    /// <param name="place">Where they begin.</param>
    /// <param name="handledUpTo">Offset up to which the file was read before a restart.</param>
    public void Add(byte[] bytes, BlockPlace place = BlockPlace.LineStart, long handledUpTo = 0)
    {
        var index = new LineIndex();
        LineFramer.Frame(bytes, format, place, ref index);
        if (index.Count == 0)
        {
            LineFramer.FramePiece(bytes, format, place, more: true, ref index);
        }

        var block = new Block(bytes.Length);
        bytes.CopyTo(block.Span);
        var count = index.Count;
        var chunk = new Chunk(block, pool, FileId, offset, bytes.Length, index.Take(), count);
        ends[FileId] = chunk.FileEnd;
        Take(Joiner.Join(chunk, offset, BatchAttributes.Empty, Now, handledUpTo), chunk);
        offset = chunk.FileEnd;
        chunk.Release();
    }

    public void Expire() => Take(Joiner.FlushExpired(BatchAttributes.Empty, Now));

    public void End() => Take(Joiner.Flush(BatchAttributes.Empty));

    public void Dispose() => Joiner.Dispose();

    private void Take(ReadOnlySpan<RecordBatch> batches, Chunk? chunk = null)
    {
        foreach (var batch in batches)
        {
            var end = ends[batch.FileId];
            var isOfChunk = chunk is not null && batch == batches[^1];
            Batches.Add((batch.FileId, isOfChunk ? chunk!.FileOffset : end, end, Joiner.HeldFileId == batch.FileId ? Joiner.HeldFrom : long.MaxValue));
            for (var i = 0; i < batch.Count; i++)
            {
                var record = batch[i];
                Records.Add(new(
                    Encoding.UTF8.GetString(record.Body.Bytes), record.Id, record.End, record.Flags, record.Fate, Encoding.UTF8.GetString(record.TimestampText)));
            }

            batch.Release();
        }
    }
}
