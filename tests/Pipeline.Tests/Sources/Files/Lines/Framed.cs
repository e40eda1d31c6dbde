using System.Text;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

/// <summary>A framed block.</summary>
internal sealed class Framed
{
    private readonly byte[] bytes;

    private Framed(byte[] bytes, Line[] lines) => (this.bytes, Lines) = (bytes, lines);

    public Line[] Lines { get; }

    public static Framed Of(byte[] bytes, FileFormat format, BlockPlace place = BlockPlace.LineStart, bool scalar = false)
    {
        var index = new LineIndex();
        if (scalar)
        {
            LineFramer.FrameScalar(bytes, format, place, ref index);
        }
        else
        {
            LineFramer.Frame(bytes, format, place, ref index);
        }

        var lines = new Line[index.Count];
        var taken = index.Take();
        taken.AsSpan(0, lines.Length).CopyTo(lines);
        return new Framed(bytes, lines);
    }

    public string ContentOf(in Line line) => Encoding.UTF8.GetString(bytes.AsSpan(line.Content, line.ContentLength));

    public string TimestampOf(in Line line) => Encoding.UTF8.GetString(bytes.AsSpan(line.Start, line.TimestampLength));
}
