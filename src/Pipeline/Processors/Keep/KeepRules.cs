using FluentValidation;
using LogOperator.Pipeline.Expressions;

namespace LogOperator.Pipeline.Processors.Keep;

internal sealed class KeepRules : AbstractValidator<KeepSpec>
{
    public KeepRules() => RuleFor(s => s.If).NotEmpty().IsExpression();

    public static KeepRules Instance => field ??= new();
}
