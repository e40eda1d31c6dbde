using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Parse;

internal sealed class ParseRules : AbstractValidator<ParseSpec>
{
    public ParseRules()
    {
        RuleFor(s => s.Field).MinimumLength(1).MaximumLength(StageLimits.AttributeName);
        RuleFor(s => s.Body).MinimumLength(1).MaximumLength(StageLimits.AttributeName);
        this.ExactlyOneMember<ParseSpec, IParserKind>("format");
    }

    public static ParseRules Instance => field ??= new();
}
