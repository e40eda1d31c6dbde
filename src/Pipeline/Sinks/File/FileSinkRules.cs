using FluentValidation;

namespace LogOperator.Pipeline.Sinks.File;

internal sealed class FileSinkRules : AbstractValidator<FileSinkSpec>
{
    public FileSinkRules()
    {
        RuleFor(s => s.Path).NotEmpty().MaximumLength(1024)
            .Must(path => path is null || !path.Contains('\0', StringComparison.Ordinal)).WithMessage("must not contain a NUL character")
            .Must(path => path is null || !path.Split('/').Contains("..")).WithMessage("must not contain \"..\" (was \"{PropertyValue}\")")
            .Must(path => path is null || !path.EndsWith('/')).WithMessage("must name a file, not a directory (was \"{PropertyValue}\")");
    }

    public static FileSinkRules Instance => field ??= new();
}
