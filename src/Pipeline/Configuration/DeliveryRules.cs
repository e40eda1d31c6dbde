using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules of a <see cref="DeliverySpec"/>.</summary>
public sealed class DeliveryRules : AbstractValidator<DeliverySpec>
{
    /// <summary>Makes the rules.</summary>
    public DeliveryRules()
    {
        RuleFor(d => d.Buffer).Obeys(() => BufferRules.Instance!);
        RuleFor(d => d.DrainTimeout).Between(new Duration(TimeSpan.Zero), new Duration(TimeSpan.FromHours(1)));
        RuleFor(d => d.MaxRecordBytes).Between(new ByteSize(1 << 10), new ByteSize(16 << 20));
    }

    /// <summary>The shared instance.</summary>
    public static DeliveryRules Instance => field ??= new();
}
