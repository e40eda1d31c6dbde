using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Sources;

internal sealed class MultilineRules : AbstractValidator<MultilineSpec>
{
    public MultilineRules()
    {
        RuleFor(m => m.Preset).IsInEnum();
        RuleFor(m => m.Preset)
            .Must((spec, preset) => preset is null || (spec.StartPattern ?? spec.ContinuePattern ?? spec.EndPattern) is null)
            .WithMessage("must be left out where there are patterns (was {PropertyValue})");
        RuleFor(m => m.StartPattern).MinimumLength(1).IsPattern();
        RuleFor(m => m.ContinuePattern).MinimumLength(1).IsPattern();
        RuleFor(m => m.EndPattern).MinimumLength(1).IsPattern();
        RuleFor(m => m.MaxLines).InclusiveBetween(2, 10_000);
        RuleFor(m => m.Timeout).Between(new Duration(TimeSpan.FromMilliseconds(100)), new Duration(TimeSpan.FromSeconds(30)));
    }

    public static MultilineRules Instance => field ??= new();
}
