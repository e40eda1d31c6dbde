using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

internal sealed class DeadLetterRules : AbstractValidator<DeadLetterSpec>
{
    public DeadLetterRules() => RuleFor(d => d.StoreRef).NotNull().Obeys(() => StoreRefRules.Instance);

    public static DeadLetterRules Instance => field ??= new();
}
