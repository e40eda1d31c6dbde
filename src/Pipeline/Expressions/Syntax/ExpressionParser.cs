using System.Text;
using LogOperator.Pipeline.Expressions.Nodes;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>
/// Reads an expression by recursive descent, in the precedence of CEL (cel-spec, langdef.md, "Syntax"): <c>||</c>, <c>&amp;&amp;</c>, relations,
/// <c>!</c>, members. Every method returns null after it has noted an error.
/// </summary>
internal sealed partial class ExpressionParser(IReadOnlyList<Token> tokens)
{
    private const int MaximumNesting = 32;
    private int next;
    private int nesting;
    private ExpressionError? failure;

    private Token Current => tokens[Math.Min(next, tokens.Count - 1)];

    /// <summary>Reads the whole text as something that is true or false.</summary>
    public Node? ReadPredicate(ref ExpressionError? error)
    {
        var node = Condition(Or());
        node = node is not null && AtEnd("'&&', '||' or the end") ? node : null;
        error = failure;
        return node;
    }

    /// <summary>Reads the whole text as the name of a field.</summary>
    public FieldReference? ReadField(ref ExpressionError? error)
    {
        var operand = Current.Kind == TokenKind.Name ? Primary() : Fail<Operand>(Current.Position, $"expected a field, found {Current}");
        var field = operand switch
        {
            Operand.Field found => found.Reference,
            Operand.Severity => Fields.SeverityField.Instance,
            null => null,
            _ => Fail<FieldReference>(operand.Position, $"expected a field, found {operand.Describe()}"),
        };
        field = field is not null && AtEnd("the end") ? field : null;
        error = failure;
        return field;
    }

    private Operand? Or() => Chain("||", And, nodes => new OrNode(nodes));

    private Operand? And() => Chain("&&", Relation, nodes => new AndNode(nodes));

    private Operand? Chain(string symbol, Func<Operand?> part, Func<Node[], Node> combine)
    {
        var first = part();
        if (first is null || !Current.Is(symbol))
        {
            return first;
        }

        var nodes = new List<Node>();
        for (var operand = first; ; operand = part())
        {
            if (Condition(operand) is not { } node)
            {
                return null;
            }

            nodes.Add(node);
            if (!Current.Is(symbol))
            {
                return new Operand.Truth(first.Position, combine([.. nodes]));
            }

            next++;
        }
    }

    private Operand? Relation()
    {
        var left = Unary();
        if (left is null)
        {
            return null;
        }

        Node? node;
        ExpressionError? error;
        if (Current is { Kind: TokenKind.Name, Source: "in" })
        {
            next++;
            var list = List();
            if (list is null)
            {
                return null;
            }

            node = ComparisonBuilder.In(left, list, out error);
        }
        else if (Current.Kind == TokenKind.Symbol && ComparisonMeaning.Of(Current.Source) is { } comparison)
        {
            next++;
            var right = Unary();
            if (right is null)
            {
                return null;
            }

            node = ComparisonBuilder.Compare(left, comparison, right, out error);
        }
        else
        {
            return left;
        }

        failure ??= error;
        if (node is not null && Current.Kind == TokenKind.Symbol && ComparisonMeaning.Of(Current.Source) is not null)
        {
            return Fail<Operand>(Current.Position, $"comparisons do not chain; expected '&&' or '||', found {Current}");
        }

        return node is null ? null : new Operand.Truth(left.Position, node);
    }

    private List<Operand>? List()
    {
        if (!Take("[", "a list such as [\"a\", \"b\"]"))
        {
            return null;
        }

        var items = new List<Operand>();
        do
        {
            var item = Primary();
            if (item is null)
            {
                return null;
            }

            items.Add(item);
        }
        while (TryTake(","));
        return Take("]", "',' or ']'") ? items : null;
    }

    private Operand? Unary()
    {
        var start = Current.Position;
        if (!TryTake("!"))
        {
            return Primary();
        }

        return Nested(() => Condition(Unary()) is { } node ? new Operand.Truth(start, new NotNode(node)) : null);
    }

    private Operand? Primary()
    {
        var token = Current;
        next++;
        switch (token.Kind)
        {
            case TokenKind.Text:
                return new Operand.Text(token.Position, token.Text);
            case TokenKind.Number:
                return Number(token.Position, token.Text);
            case TokenKind.Symbol when token.Source == "-" && Current.Kind == TokenKind.Number:
                return Number(token.Position, "-" + tokens[next++].Text);
            case TokenKind.Symbol when token.Source == "(":
                return Nested(() => Or() is { } inner && Take(")", "')'") ? inner : null);
            case TokenKind.Name when token.Source == "has":
                return Has(token.Position);
            case TokenKind.Name when Literal(token) is { } literal:
                return literal;
            case TokenKind.Name:
                return Member(token);
            default:
                next--;
                return Fail<Operand>(token.Position, $"expected a field, a value, '!' or '(', found {token}");
        }
    }

    private Operand? Number(int position, string text) =>
        JsonText.TryReadNumber(Encoding.ASCII.GetBytes(text), out var number)
            ? new Operand.Numeric(position, number)
            : Fail<Operand>(position, $"expected a number without leading zeros, found {text}");

    private static Operand? Literal(Token token) => token.Source switch
    {
        "true" => new Operand.Literal(token.Position, ValueKind.True),
        "false" => new Operand.Literal(token.Position, ValueKind.False),
        "null" => new Operand.Literal(token.Position, ValueKind.Null),
        _ => SeverityRange.Of(token.Source) is > 0 and var range ? new Operand.SeverityConstant(token.Position, range) : null,
    };

    private Operand? Has(int position)
    {
        if (!Take("(", "'(' after has"))
        {
            return null;
        }

        var argument = Current;
        switch (Primary())
        {
            case null:
                return null;
            case Operand.Field field:
                return Take(")", "')'") ? new Operand.Truth(position, new HasNode(field.Reference)) : null;
            case Operand.Severity:
                return Take(")", "')'") ? new Operand.Truth(position, new HasNode(Fields.SeverityField.Instance)) : null;
            case var other:
                return Fail<Operand>(argument.Position, $"has() takes a field, found {other.Describe()}");
        }
    }

    /// <summary>The operand as something that is true or false.</summary>
    private Node? Condition(Operand? operand) => operand switch
    {
        null => null,
        Operand.Truth truth => truth.Node,
        Operand.Literal { Kind: ValueKind.True or ValueKind.False } literal => new ConstantNode(literal.Kind == ValueKind.True),
        Operand.Field field => Fail<Node>(field.Position, $"expected a condition, found {field.Describe()} alone (write has({field.Name}) or {field.Name} == true)"),
        _ => Fail<Node>(operand.Position, $"expected a condition, found {operand.Describe()} alone"),
    };

    private Operand? Nested(Func<Operand?> read)
    {
        if (nesting == MaximumNesting)
        {
            return Fail<Operand>(Current.Position, $"expected at most {MaximumNesting} levels of parentheses and '!'");
        }

        nesting++;
        var operand = read();
        nesting--;
        return operand;
    }

    private bool TryTake(string symbol)
    {
        var found = Current.Is(symbol);
        next += found ? 1 : 0;
        return found;
    }

    private bool Take(string symbol, string expected)
    {
        if (!TryTake(symbol))
        {
            Fail<Operand>(Current.Position, $"expected {expected}, found {Current}");
            return false;
        }

        return true;
    }

    private bool AtEnd(string expected)
    {
        if (Current.Kind != TokenKind.End)
        {
            Fail<Operand>(Current.Position, $"expected {expected}, found {Current}");
        }

        return failure is null;
    }

    private T? Fail<T>(int position, string message)
        where T : class
    {
        failure ??= new ExpressionError(position, message);
        return null;
    }
}
