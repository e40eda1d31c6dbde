using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Patterns;

internal sealed class PatternValidator<T>(bool namedGroups) : PropertyValidator<T, string?>
{
    public override string Name => PatternRules.Reason;

    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > Pattern.MaximumLength)
        {
            return true;
        }

        string message;
        if (!Pattern.TryCompile(value, out var pattern, out var error))
        {
            message = error.ToString();
        }
        else if (namedGroups && pattern.Groups.Count == 0)
        {
            message = "expected at least one named group, as in (?<status>\\d+)";
        }
        else
        {
            return true;
        }

        context.MessageFormatter.AppendArgument("Error", message);
        return false;
    }

    protected override string GetDefaultMessageTemplate(string errorCode) => "{Error}";
}
