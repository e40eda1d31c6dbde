using FluentValidation;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Processors.Parse.Regex;

internal sealed class RegexParserRules : AbstractValidator<RegexParserSpec>
{
    public RegexParserRules() => RuleFor(s => s.Pattern).NotEmpty().IsPattern(namedGroups: true);

    public static RegexParserRules Instance => field ??= new();
}
