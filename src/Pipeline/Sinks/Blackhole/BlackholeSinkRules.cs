using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Blackhole;

internal sealed class BlackholeSinkRules : AbstractValidator<BlackholeSinkSpec>
{
    public static BlackholeSinkRules Instance => field ??= new();
}
