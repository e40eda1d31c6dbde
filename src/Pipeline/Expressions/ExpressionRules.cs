using FluentValidation;

namespace LogOperator.Pipeline.Expressions;

/// <summary>Rules on texts that hold expressions.</summary>
public static class ExpressionRules
{
    /// <summary>Error code of the failures, which is the reason in an object's status.</summary>
    public const string Reason = Configuration.Reasons.InvalidExpression;

    /// <summary>The text is an expression that is true or false. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, string?> IsExpression<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(Expression.MaximumLength).SetValidator(new ExpressionValidator<T>(field: false));

    /// <summary>The text names a field of a record. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, string?> IsField<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(Expression.MaximumLength).SetValidator(new ExpressionValidator<T>(field: true));
}
