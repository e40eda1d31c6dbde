using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources.ContainerLogs;

internal sealed class ContainerLogsRules : AbstractValidator<ContainerLogsSpec>
{
    public ContainerLogsRules()
    {
        RuleFor(s => s.Streams).MinimumCount(1).MaximumCount(2)
            .Must(streams => streams is null || streams.Distinct().Count() == streams.Count)
            .WithMessage("must name each stream once")
            .WithErrorCode("DistinctStreams");
        RuleForEach(s => s.Streams).IsInEnum();
    }

    public static ContainerLogsRules Instance => field ??= new();
}
