using FluentValidation;
using FluentValidation.Results;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules on unions.</summary>
public static class UnionRules
{
    /// <summary>Exactly one member is given, and it obeys its own rules; its failures carry its name in their path.</summary>
    /// <param name="validator">Rules of the union.</param>
    /// <param name="word">What a member is called in messages, such as <c>verb</c>.</param>
    public static void ExactlyOneMember<TUnion, TMember>(this AbstractValidator<TUnion> validator, string word)
        where TUnion : Union<TMember>
        where TMember : class, ISpec
    {
        ArgumentNullException.ThrowIfNull(validator);
        validator.RuleFor(u => u).Custom((union, context) =>
        {
            if (union.ChosenNames.Count != 1)
            {
                var found = union.ChosenNames.Count == 0 ? "none" : string.Join(" and ", union.ChosenNames);
                context.AddFailure(new ValidationFailure(context.PropertyPath, $"expected exactly one {word}, found {found}"));
            }

            if (union.ChosenNames.Count == 0)
            {
                return;
            }

            foreach (var failure in union.Chosen!.Rules.Validate(new ValidationContext<object>(union.Chosen)).Errors)
            {
                failure.PropertyName = string.Join('.', new[] { context.PropertyPath, union.ChosenNames[^1], failure.PropertyName }.Where(part => part.Length > 0));
                context.AddFailure(failure);
            }
        });
    }
}
