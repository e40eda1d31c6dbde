using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Timestamp;

internal sealed class TimestampProcessor(TimestampSpec spec) : IProcessor
{
    private readonly byte[] field = Encoding.UTF8.GetBytes(spec.Field);
    private readonly TimestampLayout[] layouts = [.. spec.Layouts ?? [TimestampLayout.Rfc3339, TimestampLayout.CommonLog]];

    // Lines of one second often stand in a row: their time is the same text.
    private readonly byte[] lastText = new byte[64];
    private int lastLength = -1;
    private long lastNanos;

    public bool Process(Record record)
    {
        var value = record.Find(field);
        if (!value.IsText && value.Kind != ValueKind.Number)
        {
            return false;
        }

        var text = value.Bytes;
        if (lastLength != text.Length || !text.SequenceEqual(lastText.AsSpan(0, lastLength)))
        {
            if (!TryRead(text, out var nanos))
            {
                return false;
            }

            lastNanos = nanos;
            lastLength = text.Length <= lastText.Length ? text.Length : -1;
            text[..Math.Max(0, lastLength)].CopyTo(lastText);
        }

        record.TimestampNanos = lastNanos;
        return true;
    }

    private bool TryRead(ReadOnlySpan<byte> text, out long nanos)
    {
        foreach (var layout in layouts)
        {
            if (TimestampText.TryRead(layout, text, out nanos))
            {
                return true;
            }
        }

        nanos = 0;
        return false;
    }
}
