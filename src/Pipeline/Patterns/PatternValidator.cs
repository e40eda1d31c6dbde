using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Patterns;

internal sealed class PatternValidator<T>(bool namedGroups) : PropertyValidator<T, string?>
{
    public override string Name => PatternRules.Reason;

    public override bool IsValid(ValidationContext<T> context, string? value) => namedGroups || value is null;

    protected override string GetDefaultMessageTemplate(string errorCode) => "{Error}";
}
