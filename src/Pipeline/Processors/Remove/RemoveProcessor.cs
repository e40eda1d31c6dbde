using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Processors.Remove;

internal sealed class RemoveProcessor(RemoveSpec spec) : IProcessor
{
    private readonly byte[][] exact = [.. spec.Attributes.Where(name => !name.Contains('*')).Select(Encoding.UTF8.GetBytes)];
    private readonly byte[][] globs = [.. spec.Attributes.Where(name => name.Contains('*')).Select(Encoding.UTF8.GetBytes)];

    public bool Process(Record record)
    {
        for (var i = record.AttributeCount - 1; i >= 0; i--)
        {
            if (IsListed(record.KeyAt(i)))
            {
                record.RemoveAt(i);
            }
        }

        return true;
    }

    private bool IsListed(ReadOnlySpan<byte> key)
    {
        foreach (var name in exact)
        {
            if (key.SequenceEqual(name))
            {
                return true;
            }
        }

        foreach (var glob in globs)
        {
            if (Matches(glob, key))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Matches by going back to the last asterisk only: never more than the product of both lengths.</summary>
    private static bool Matches(ReadOnlySpan<byte> glob, ReadOnlySpan<byte> key)
    {
        var (g, k, star, resume) = (0, 0, -1, 0);
        while (k < key.Length)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                (star, resume) = (g++, k);
            }
            else if (g < glob.Length && glob[g] == key[k])
            {
                g++;
                k++;
            }
            else if (star >= 0)
            {
                (g, k) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        return glob[g..].IndexOfAnyExcept((byte)'*') < 0;
    }
}
