using FluentValidation;

namespace LogOperator.Pipeline.Sources.ContainerLogs;

internal sealed class ContainerLogsRules : AbstractValidator<ContainerLogsSpec>
{
    public static ContainerLogsRules Instance => field ??= new();
}
