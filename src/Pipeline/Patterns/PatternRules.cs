using FluentValidation;

namespace LogOperator.Pipeline.Patterns;

/// <summary>Rules on texts that hold regular expressions.</summary>
public static class PatternRules
{
    /// <summary>Error code of the failures, which is the reason in an object's status.</summary>
    public const string Reason = Configuration.Reasons.InvalidPattern;

    /// <summary>The text is a regular expression that both RE2 and .NET understand. Null is left to other rules.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="namedGroups">Whether it must have a named group.</param>
    public static IRuleBuilderOptions<T, string?> IsPattern<T>(this IRuleBuilder<T, string?> rule, bool namedGroups = false) =>
        rule.MaximumLength(Pattern.MaximumLength).SetValidator(new PatternValidator<T>(namedGroups));
}
