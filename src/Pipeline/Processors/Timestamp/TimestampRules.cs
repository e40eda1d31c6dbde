using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Timestamp;

internal sealed class TimestampRules : AbstractValidator<TimestampSpec>
{
    private const int MaximumLayouts = 5;

    public TimestampRules()
    {
        RuleFor(s => s.Field).NotEmpty().MaximumLength(StageLimits.AttributeName);
        RuleFor(s => s.Layouts).MinimumCount(1).MaximumCount(MaximumLayouts);
        RuleFor(s => s.Layouts).Must(l => l is null || l.Distinct().Count() == l.Count).WithMessage("must name each layout once");
        RuleForEach(s => s.Layouts).IsInEnum();
    }

    public static TimestampRules Instance => field ??= new();
}
