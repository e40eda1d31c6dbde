using System.Buffers;
using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests;

/// <summary>Makes batches for tests. The chunk is laid out as a source would: every line with its newline, one record per line.</summary>
internal static class Some
{
    public const ulong FileId = 0x0123456789abcdef;

    /// <summary>The resource of a pod <c>web-1</c> in namespace <c>shop</c>.</summary>
    public static BatchAttributes Pod { get; } = new(
        [
            new("k8s.namespace.name", "shop"),
            new("k8s.pod.name", "web-1"),
            new("k8s.pod.uid", "0b0e3c1e-8d5c-4f43-9b0b-5c6f3b8f0a11"),
            new("k8s.container.name", "app"),
            new("k8s.node.name", "node-1"),
            new("k8s.pod.label.app", "web"),
        ],
        [new("log.file.path", "/var/log/pods/shop_web-1_0b0e3c1e/app/0.log")]);

    /// <summary>A batch of one record per line; the caller releases it.</summary>
    public static RecordBatch Batch(params string[] lines) => Batch(Pod, [.. lines.Select(Encoding.UTF8.GetBytes)]);

    /// <summary>A batch of one record per line of bytes; the caller releases it.</summary>
    public static RecordBatch Batch(BatchAttributes attributes, IReadOnlyList<byte[]> lines, LineFlags flags = LineFlags.Stdout)
    {
        var size = lines.Sum(line => line.Length + 1);
        var block = new Block(Math.Max(1, size));
        var index = ArrayPool<Line>.Shared.Rent(Math.Max(1, lines.Count));
        var offset = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            lines[i].CopyTo(block.Span[offset..]);
            block.Span[offset + lines[i].Length] = (byte)'\n';
            index[i] = new Line(offset, offset + lines[i].Length + 1, offset, lines[i].Length, 0, flags);
            offset += lines[i].Length + 1;
        }

        var chunk = new Chunk(block, new BlockPool(1, 0), FileId, 0, size, index, lines.Count);
        var batch = RecordBatch.Rent(chunk, FileId, attributes);
        foreach (ref readonly var line in chunk.Lines)
        {
            batch.Add(line.Start, line.End, Slice.OfChunk(line.Content, line.ContentLength), default, line.Flags);
        }

        chunk.Release();
        return batch;
    }

    /// <summary>The only record of a batch of its own, which nobody releases: for tests that look at one record.</summary>
    public static Pipeline.Records.Record Record(string line) => Batch(line)[0];

    /// <summary>As <see cref="Record(string)"/>, from bytes.</summary>
    public static Pipeline.Records.Record Record(byte[] line) => Batch(Pod, [line])[0];
}
