using System.Text;
using LogOperator.Pipeline.Expressions.Fields;
using LogOperator.Pipeline.Expressions.Nodes;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Expressions.Syntax;

/// <summary>Fields and what is called on them.</summary>
internal sealed partial class ExpressionParser
{
    private const int MaximumPath = 8;
    private const string Methods = "startsWith, endsWith, contains or matches";

    /// <summary>A field that begins with a name, and a method called on it.</summary>
    private Operand? Member(Token root)
    {
        var path = Path();
        if (path is null)
        {
            return null;
        }

        var field = Field(root, path);
        if (field is null || !Current.Is("."))
        {
            return field;
        }

        // Path stops before a name that a parenthesis follows.
        next++;
        var method = Current;
        next++;
        if (field is not Operand.Field target)
        {
            return Fail<Operand>(method.Position, $"{field.Describe()} has no methods; compare it with <, <=, ==, !=, >=, >");
        }

        next++;
        var argument = Current;
        if (argument.Kind != TokenKind.Text)
        {
            return Fail<Operand>(argument.Position, $"expected a string as the argument of {method.Source}, found {argument}");
        }

        next++;
        if (!Take(")", "')'"))
        {
            return null;
        }

        var node = Call(target, method, argument);
        return node is null ? null : new Operand.Truth(root.Position, node);
    }

    /// <summary>Names behind the root: <c>.name</c> and <c>["name"]</c>, up to a method.</summary>
    private List<Token>? Path()
    {
        var path = new List<Token>();
        while (true)
        {
            if (Current.Is(".") && Ahead(1).Kind == TokenKind.Name && !Ahead(2).Is("("))
            {
                path.Add(Ahead(1));
                next += 2;
            }
            else if (Current.Is("["))
            {
                next++;
                if (Current.Kind != TokenKind.Text)
                {
                    return Fail<List<Token>>(Current.Position, $"expected a name in quotes, found {Current}");
                }

                path.Add(Current);
                next++;
                if (!Take("]", "']'"))
                {
                    return null;
                }
            }
            else if (Current.Is(".") && Ahead(1).Kind != TokenKind.Name)
            {
                return Fail<List<Token>>(Ahead(1).Position, $"expected a name after '.', found {Ahead(1)}");
            }
            else
            {
                if (path.Count > 0 && Current.Is("-") && path[^1].Kind == TokenKind.Name)
                {
                    return Fail<List<Token>>(Current.Position, "there is no arithmetic; write a name with a dash as [\"…\"]");
                }

                return path.Count <= MaximumPath
                    ? path
                    : Fail<List<Token>>(path[MaximumPath].Position, $"expected at most {MaximumPath} names behind each other");
            }
        }
    }

    private Token Ahead(int count) => tokens[Math.Min(next + count, tokens.Count - 1)];

    private Operand? Field(Token root, List<Token> path)
    {
        var single = root.Source is "severity" or "body" or "stream" or "namespace" or "pod" or "container" or "node";
        if (single && path.Count > 0)
        {
            return Fail<Operand>(path[0].Position, $"{root.Source} has no members{(root.Source == "body" ? "; parse sets attributes" : "")}");
        }

        if (root.Source == "severity")
        {
            return new Operand.Severity(root.Position);
        }

        var names = path.ConvertAll(token => token.Text);
        var joined = string.Join('.', names);
        if (root.Source is "attributes" or "resource" or "labels" && joined.Length == 0)
        {
            return Fail<Operand>(root.Position, $"expected the name of a member, as in {root.Source}[\"name\"]");
        }

        FieldReference? reference = root.Source switch
        {
            "body" => BodyField.Instance,
            "stream" => StreamField.Instance,
            "attributes" => new AttributeField(names),
            "resource" => new ResourceField(joined),
            "labels" => new ResourceField("k8s.pod.label." + joined),
            "namespace" => new ResourceField("k8s.namespace.name"),
            "pod" => new ResourceField("k8s.pod.name"),
            "container" => new ResourceField("k8s.container.name"),
            "node" => new ResourceField("k8s.node.name"),
            _ => null,
        };
        if (reference is not null)
        {
            var name = root.Source + string.Concat(path.Select(token => token.Kind == TokenKind.Name ? "." + token.Source : $"[{token.Source}]"));
            return new Operand.Field(root.Position, reference, name);
        }

        var hint = SeverityRange.Of(root.Source.ToUpperInvariant()) > 0
            ? $"write {root.Source.ToUpperInvariant()} for the severity, attributes.{root.Source} for an attribute, \"{root.Source}\" for a string"
            : $"write attributes.{root.Source} for an attribute, \"{root.Source}\" for a string";
        return Fail<Operand>(root.Position, $"expected severity, body, stream, attributes, resource, labels, namespace, pod, container or node, found '{root.Source}' ({hint})");
    }

    private Node? Call(Operand.Field target, Token method, Token argument)
    {
        if (method.Source == "matches")
        {
            return Pattern.TryCompile(argument.Text, out var pattern, out var error)
                ? new PatternNode(target.Reference, pattern.Matcher)
                : Fail<Node>(argument.Position, $"not a regular expression: {error}");
        }

        TextMethod? known = method.Source switch
        {
            "startsWith" => TextMethod.StartsWith,
            "endsWith" => TextMethod.EndsWith,
            "contains" => TextMethod.Contains,
            _ => null,
        };
        return known is { } kind
            ? new TextMethodNode(target.Reference, kind, Encoding.UTF8.GetBytes(argument.Text))
            : Fail<Node>(method.Position, $"expected {Methods}, found '{method.Source}'");
    }
}
