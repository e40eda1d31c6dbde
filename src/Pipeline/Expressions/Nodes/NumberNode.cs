using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Nodes;

/// <summary>Compares a field with constant numbers: true if the comparison holds for any of them. A field that is no number is unequal to all.</summary>
internal sealed class NumberNode(FieldReference field, Comparison comparison, Number[] constants) : Node
{
    public override bool Matches(Record record)
    {
        var value = field.Read(record);
        if (value.IsAbsent)
        {
            return false;
        }

        if (!TryRead(value, out var number))
        {
            return comparison == Comparison.NotEqual;
        }

        foreach (var constant in constants)
        {
            if (comparison.Holds(number.CompareTo(constant)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads a number, or text that is one from its first to its last byte.</summary>
    public static bool TryRead(Value value, out Number number)
    {
        number = default;
        return value.Kind is ValueKind.Number or ValueKind.Text && JsonText.TryReadNumber(value.Bytes, out number);
    }
}
