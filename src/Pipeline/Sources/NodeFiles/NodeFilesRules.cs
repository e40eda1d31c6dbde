using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources.NodeFiles;

internal sealed class NodeFilesRules : AbstractValidator<NodeFilesSpec>
{
    // Absolute, no empty names, no trailing slash.
    private const string Pattern = "^(/[^/]+)+$";
    private const string Expected = "an absolute path such as /var/log/*.log";
    private const int MaxLength = 1024;

    public NodeFilesRules()
    {
        RuleFor(s => s.Paths).NotNull().MinimumCount(1).MaximumCount(64);
        RuleForEach(s => s.Paths).NotEmpty().MaximumLength(MaxLength).MatchesWhole(Pattern, Expected)
            .Must(IsPlain).WithMessage(Shape).WithErrorCode("PathNames");
        RuleFor(s => s.ExcludePaths).MaximumCount(64);
        RuleForEach(s => s.ExcludePaths).NotEmpty().MaximumLength(MaxLength).MatchesWhole(Pattern, Expected)
            .Must(IsPlain).WithMessage(Shape).WithErrorCode("PathNames");
    }

    private const string Shape = "must not contain \"..\", \".\" or \"**\" within a longer name (was \"{PropertyValue}\")";

    public static NodeFilesRules Instance => field ??= new();

    private static bool IsPlain(string? path) =>
        (path ?? "").Split('/').All(n => n is not (".." or ".") && (n == "**" || !n.Contains("**", StringComparison.Ordinal)));
}
