using System.Diagnostics.CodeAnalysis;

namespace LogOperator.Pipeline.Expressions;

/// <summary>The expression language of stages and routes.</summary>
public static class Expression
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MaximumLength = 1024;

    /// <summary>Compiles an expression that is true or false of a record.</summary>
    public static bool TryCompile(string text, [NotNullWhen(true)] out Predicate? predicate, [NotNullWhen(false)] out ExpressionError? error)
    {
        throw new NotSupportedException();
    }

    /// <summary>Compiles the name of a field of a record.</summary>
    public static bool TryCompileField(string text, [NotNullWhen(true)] out FieldReference? field, [NotNullWhen(false)] out ExpressionError? error)
    {
        throw new NotSupportedException();
    }
}
