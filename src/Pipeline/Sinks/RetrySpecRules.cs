using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class RetrySpecRules : AbstractValidator<RetrySpec>
{
    public RetrySpecRules()
    {
        RuleFor(r => r.Initial).Between(new Duration(TimeSpan.FromMilliseconds(10)), new Duration(TimeSpan.FromMinutes(10)));
        RuleFor(r => r.Max).Between(new Duration(TimeSpan.FromMilliseconds(10)), new Duration(TimeSpan.FromHours(1)));
        RuleFor(r => r.Max)
            .Must((retry, max) => (max?.Value ?? TimeSpan.FromSeconds(60)) >= (retry.Initial?.Value ?? TimeSpan.FromMilliseconds(500)))
            .WithMessage("must not be shorter than initial");
    }

    public static RetrySpecRules Instance => field ??= new();
}
