using FluentValidation;

namespace LogOperator.Crds.Validation;

/// <summary>Rules on members that exclude each other.</summary>
internal static class ExactlyOneRules
{
    /// <summary>Exactly one of the members is given.</summary>
    public static IRuleBuilderOptions<T, T> ExactlyOne<T>(this IRuleBuilder<T, T> rule, params (string Name, Func<T, bool> IsGiven)[] members) =>
        rule.SetValidator(new ExactlyOneValidator<T>(members));
}
