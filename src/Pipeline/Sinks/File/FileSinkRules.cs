using FluentValidation;

namespace LogOperator.Pipeline.Sinks.File;

internal sealed class FileSinkRules : AbstractValidator<FileSinkSpec>
{
    public static FileSinkRules Instance => field ??= new();
}
