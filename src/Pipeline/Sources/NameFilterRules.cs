using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class NameFilterRules : AbstractValidator<NameFilterSpec>
{
    private const string Pattern = "^[-a-z0-9*]+$";
    private const string Expected = "a container's name, with * for any run of characters";

    public NameFilterRules()
    {
        RuleFor(f => f.Include).MaximumCount(64);
        RuleForEach(f => f.Include).NotEmpty().MaximumLength(63).MatchesWhole(Pattern, Expected);
        RuleFor(f => f.Exclude).MaximumCount(64);
        RuleForEach(f => f.Exclude).NotEmpty().MaximumLength(63).MatchesWhole(Pattern, Expected);
    }

    public static NameFilterRules Instance => field ??= new();
}
