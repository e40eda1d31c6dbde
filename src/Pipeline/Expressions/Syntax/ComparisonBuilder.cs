using System.Text;
using LogOperator.Pipeline.Expressions.Nodes;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>Chooses the node for a comparison by the types of its two sides, or says why there is none.</summary>
internal static class ComparisonBuilder
{
    public static Node? Compare(Operand left, Comparison comparison, Operand right, out ExpressionError? error)
    {
        error = null;
        if (left is not (Operand.Field or Operand.Severity) && right is Operand.Field or Operand.Severity)
        {
            return Compare(right, comparison.Exchanged(), left, out error);
        }

        switch (left, right)
        {
            case (Operand.Severity, Operand.SeverityConstant constant):
                return new SeverityNode(SeverityNode.Ranges(comparison, constant.Range));
            case (Operand.Severity, Operand.Literal { Kind: ValueKind.Null }):
                error = new(right.Position, "severity is never null; has(severity) is true where it is known");
                return null;
            case (Operand.Severity, _):
                error = NoSeverity(right);
                return null;
            case (Operand.Field, Operand.SeverityConstant):
                error = new(right.Position, $"expected severity beside {right.Describe()}, found {left.Describe()}");
                return null;
            case (Operand.Field field, Operand.Text text):
                return new TextComparisonNode(field.Reference, comparison, Encoding.UTF8.GetBytes(text.Value));
            case (Operand.Field field, Operand.Numeric number):
                return new NumberNode(field.Reference, comparison, [number.Value]);
            case (Operand.Field field, Operand.Literal literal) when comparison is Comparison.Equal or Comparison.NotEqual:
                return new LiteralNode(field.Reference, literal.Kind, comparison == Comparison.Equal);
            case (Operand.Field, Operand.Literal):
                error = new(right.Position, $"{right.Describe()} has no order; expected == or !=");
                return null;
            case (Operand.Field field, Operand.Field other):
                return new FieldComparisonNode(field.Reference, comparison, other.Reference);
            case (Operand.Field, Operand.Severity):
                error = NoSeverity(left);
                return null;
            default:
                error = new(left.Position, $"expected a field on one side of the comparison, found {left.Describe()} and {right.Describe()}");
                return null;
        }
    }

    public static Node? In(Operand left, IReadOnlyList<Operand> list, out ExpressionError? error)
    {
        error = null;
        if (left is Operand.Severity)
        {
            var ranges = 0;
            foreach (var item in list)
            {
                if (item is not Operand.SeverityConstant constant)
                {
                    error = NoSeverity(item);
                    return null;
                }

                ranges |= 1 << constant.Range;
            }

            return new SeverityNode(ranges);
        }

        if (left is not Operand.Field field)
        {
            error = new(left.Position, $"expected a field before 'in', found {left.Describe()}");
            return null;
        }

        if (list.FirstOrDefault(item => item is not (Operand.Text or Operand.Numeric)) is { } other)
        {
            error = new(other.Position, $"expected a string or a number in the list, found {other.Describe()}");
            return null;
        }

        byte[][] texts = [.. list.OfType<Operand.Text>().Select(text => Encoding.UTF8.GetBytes(text.Value))];
        Number[] numbers = [.. list.OfType<Operand.Numeric>().Select(number => number.Value)];
        Node textNode = new TextListNode(field.Reference, texts);
        Node numberNode = new NumberNode(field.Reference, Comparison.Equal, numbers);
        return numbers.Length == 0 ? textNode : texts.Length == 0 ? numberNode : new OrNode([textNode, numberNode]);
    }

    private static ExpressionError NoSeverity(Operand found)
    {
        var hint = found is Operand.Text text && SeverityRange.Of(text.Value.ToUpperInvariant()) > 0
            ? $" (write {text.Value.ToUpperInvariant()} without quotes)"
            : "";
        return new(found.Position, $"severity compares with TRACE, DEBUG, INFO, WARN, ERROR or FATAL, found {found.Describe()}{hint}");
    }
}
