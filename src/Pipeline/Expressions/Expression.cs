using System.Diagnostics.CodeAnalysis;
using LogOperator.Pipeline.Expressions.Syntax;

namespace LogOperator.Pipeline.Expressions;

/// <summary>The expression language of stages and routes; docs/expressions.md describes it.</summary>
public static class Expression
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MaximumLength = 1024;

    /// <summary>Compiles an expression that is true or false of a record.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="predicate">What it compiles to.</param>
    /// <param name="error">Where and why it is none.</param>
    public static bool TryCompile(string text, [NotNullWhen(true)] out Predicate? predicate, [NotNullWhen(false)] out ExpressionError? error)
    {
        var root = Parser(text, out error)?.ReadPredicate(ref error);
        predicate = root is null ? null : new Predicate(root);
        return predicate is not null;
    }

    /// <summary>Compiles the name of a field of a record.</summary>
    /// <param name="text">The name, such as <c>body</c> or <c>attributes.req.method</c>.</param>
    /// <param name="field">What it compiles to.</param>
    /// <param name="error">Where and why it is none.</param>
    public static bool TryCompileField(string text, [NotNullWhen(true)] out FieldReference? field, [NotNullWhen(false)] out ExpressionError? error)
    {
        field = Parser(text, out error)?.ReadField(ref error);
        return field is not null;
    }

    /// <summary>Compiles an expression that was validated before.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static Predicate Compile(string text) =>
        TryCompile(text, out var predicate, out var error) ? predicate : throw new ArgumentException(error.ToString(), nameof(text));

    /// <summary>Compiles a name of a field that was validated before.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static FieldReference CompileField(string text) =>
        TryCompileField(text, out var field, out var error) ? field : throw new ArgumentException(error.ToString(), nameof(text));

    private static ExpressionParser? Parser(string text, out ExpressionError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaximumLength)
        {
            error = new ExpressionError(MaximumLength, $"expected at most {MaximumLength} characters, found {text.Length}");
            return null;
        }

        return Lexer.Read(text, out error) is { } tokens ? new ExpressionParser(tokens) : null;
    }
}
