using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Remove;

internal sealed class RemoveRules : AbstractValidator<RemoveSpec>
{
    public RemoveRules()
    {
        RuleFor(s => s.Attributes).NotEmpty().MaximumCount(StageLimits.Entries);
        RuleForEach(s => s.Attributes).NotEmpty().MaximumLength(StageLimits.AttributeName);
    }

    public static RemoveRules Instance => field ??= new();
}
