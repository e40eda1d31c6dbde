using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a member that has rules of its own.</summary>
public static class MemberRules
{
    /// <summary>
    /// The member obeys rules, which are made when the first one that is not null has to: most members of a spec are left out, and making
    /// the rules of all of them would be the longest part of a program's start.
    /// </summary>
    /// <param name="rule">The rule.</param>
    /// <param name="rules">Gives the member's rules, such as a shared instance.</param>
    public static IRuleBuilderOptions<T, TMember> Obeys<T, TMember>(this IRuleBuilder<T, TMember> rule, Func<IValidator<TMember>> rules)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.SetValidator(_ => rules());
    }
}
