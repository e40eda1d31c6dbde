using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class BatchSpecRules : AbstractValidator<BatchSpec>
{
    public BatchSpecRules()
    {
        RuleFor(b => b.MaxBytes).Between(new ByteSize(1 << 10), new ByteSize(64 << 20));
        RuleFor(b => b.MaxRecords).InclusiveBetween(1, 100_000);
        RuleFor(b => b.MaxDelay).Between(new Duration(TimeSpan.Zero), new Duration(TimeSpan.FromMinutes(5)));
        RuleFor(b => b.Concurrency).InclusiveBetween(1, 64);
    }

    public static BatchSpecRules Instance => field ??= new();
}
