using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Crds.Validation;

/// <summary>Demands exactly one of several members.</summary>
/// <typeparam name="T">The spec.</typeparam>
/// <param name="members">Names of the members, as written in JSON, and whether they are given.</param>
internal sealed class ExactlyOneValidator<T>(params (string Name, Func<T, bool> IsGiven)[] members) : PropertyValidator<T, T>, IExactlyOne
{
    public IReadOnlyList<string> Members { get; } = [.. members.Select(m => m.Name)];

    public override string Name => "ExactlyOneValidator";

    public override bool IsValid(ValidationContext<T> context, T value)
    {
        var given = members.Where(m => m.IsGiven(value)).Select(m => m.Name).ToList();
        if (given.Count == 1)
        {
            return true;
        }

        context.MessageFormatter
            .AppendArgument("Members", string.Join(", ", Members))
            .AppendArgument("Given", given.Count == 0 ? "none" : string.Join(" and ", given));
        return false;
    }

    protected override string GetDefaultMessageTemplate(string errorCode) => "must have exactly one of {Members} (has {Given})";
}
