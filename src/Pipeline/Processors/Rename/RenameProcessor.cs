using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Rename;

internal sealed class RenameProcessor : IProcessor
{
    private readonly byte[][] from;
    private readonly byte[][] to;
    private readonly int[] positions;

    public RenameProcessor(RenameSpec spec)
    {
        from = [.. spec.Attributes.Keys.Select(Encoding.UTF8.GetBytes)];
        to = [.. spec.Attributes.Values.Select(Encoding.UTF8.GetBytes)];
        positions = new int[from.Length];
    }

    public bool Process(Record record)
    {
        if (record.AttributeCount == 0)
        {
            return true;
        }

        // All old names are found before any changes, so that {a: b, b: a} exchanges two; a map has no order that a user could rely on.
        for (var i = 0; i < from.Length; i++)
        {
            positions[i] = record.IndexOf(from[i]);
        }

        for (var i = 0; i < to.Length; i++)
        {
            var replaced = positions[i] < 0 ? -1 : record.IndexOf(to[i]);
            if (replaced >= 0 && Array.IndexOf(positions, replaced) < 0)
            {
                record.RemoveAt(replaced);
                foreach (ref var position in positions.AsSpan())
                {
                    position -= position > replaced ? 1 : 0;
                }
            }
        }

        for (var i = 0; i < to.Length; i++)
        {
            if (positions[i] >= 0)
            {
                record.RenameAt(positions[i], to[i]);
            }
        }

        return true;
    }
}
