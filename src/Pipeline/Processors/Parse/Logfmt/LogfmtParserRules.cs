using FluentValidation;

namespace LogOperator.Pipeline.Processors.Parse.Logfmt;

internal sealed class LogfmtParserRules : AbstractValidator<LogfmtParserSpec>
{
    public static LogfmtParserRules Instance => field ??= new();
}
