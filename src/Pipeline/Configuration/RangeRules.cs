using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Bounds of sizes and durations. They are strings in manifests, so that a CRD's schema cannot express these.</summary>
public static class RangeRules
{
    /// <summary>A size within bounds. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, ByteSize?> Between<T>(this IRuleBuilder<T, ByteSize?> rule, ByteSize minimum, ByteSize maximum) =>
        rule.Must(size => size is not { } s || (s.Bytes >= minimum.Bytes && s.Bytes <= maximum.Bytes))
            .WithMessage($"must be from {minimum} to {maximum} (was {{PropertyValue}})");

    /// <summary>A duration within bounds. Null is left to other rules.</summary>
    public static IRuleBuilderOptions<T, Duration?> Between<T>(this IRuleBuilder<T, Duration?> rule, Duration minimum, Duration maximum) =>
        rule.Must(duration => duration is not { } d || (d.Value >= minimum.Value && d.Value <= maximum.Value))
            .WithMessage($"must be from {minimum} to {maximum} (was {{PropertyValue}})");
}
