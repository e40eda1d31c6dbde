using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="DeliverySpec"/>.</summary>
public sealed class DeliveryRules : AbstractValidator<DeliverySpec>
{
    /// <summary>Makes the rules.</summary>
    public DeliveryRules()
    {
        RuleFor(d => d.Guarantee).IsInEnum();
        RuleFor(d => d.Buffer!.WhenFull)
            .Must((delivery, whenFull) => whenFull is null or WhenFull.Block || delivery.Guarantee == DeliveryGuarantee.BestEffort)
            .When(d => d.Buffer is not null)
            .WithMessage("must be Block unless guarantee is BestEffort (was {PropertyValue})");
        RuleFor(d => d.DeadLetter).Obeys(() => DeadLetterRules.Instance!);
        RuleFor(d => d.Buffer).Obeys(() => BufferRules.Instance!);
        RuleFor(d => d.DrainTimeout).Between(new Duration(TimeSpan.Zero), new Duration(TimeSpan.FromHours(1)));
        RuleFor(d => d.MaxRecordBytes).Between(new ByteSize(1 << 10), new ByteSize(16 << 20));
    }

    /// <summary>The shared instance.</summary>
    public static DeliveryRules Instance => field ??= new();
}
