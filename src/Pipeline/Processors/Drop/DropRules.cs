using FluentValidation;
using LogOperator.Pipeline.Expressions;

namespace LogOperator.Pipeline.Processors.Drop;

internal sealed class DropRules : AbstractValidator<DropSpec>
{
    public DropRules() => RuleFor(s => s.If).IsExpression();

    public static DropRules Instance => field ??= new();
}
