using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class LineRules : AbstractValidator<LineSpec>
{
    public LineRules()
    {
        RuleFor(l => l.MaxBytes).Between(new ByteSize(1 << 10), new ByteSize(16 << 20));
        RuleFor(l => l.OnExceed).IsInEnum();
    }

    public static LineRules Instance => field ??= new();
}
