using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Stdout;

internal sealed class StdoutSinkRules : AbstractValidator<StdoutSinkSpec>
{
    public static StdoutSinkRules Instance => field ??= new();
}
