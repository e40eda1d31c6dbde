using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Expressions;

internal sealed class ExpressionValidator<T>(bool field) : PropertyValidator<T, string?>
{
    public override string Name => ExpressionRules.Reason;

    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        if (string.IsNullOrEmpty(value) || value.Length > Expression.MaximumLength)
        {
            return true;
        }

        var valid = field ? Expression.TryCompileField(value, out _, out var error) : Expression.TryCompile(value, out _, out error);
        if (!valid)
        {
            context.MessageFormatter.AppendArgument("Error", error!.ToString());
        }

        return valid;
    }

    protected override string GetDefaultMessageTemplate(string errorCode) => "{Error}";
}
