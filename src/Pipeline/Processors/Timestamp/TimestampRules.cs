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
        RuleForEach(s => s.Layouts).IsInEnum();
    }

    public static TimestampRules Instance => field ??= new();
}
