using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

/// <summary>Rules of a source; those of its kind included.</summary>
public sealed class SourceSpecRules : AbstractValidator<SourceSpec>
{
    /// <summary>Makes the rules.</summary>
    public SourceSpecRules()
    {
        this.ExactlyOneMember<SourceSpec, ISourceKind>("kind of source");
        RuleFor(s => s.Selector).Obeys(() => SelectorRules.Instance!);
        RuleFor(s => s.StartAt).IsInEnum();
        RuleFor(s => s.Line).Obeys(() => LineRules.Instance!);
        RuleFor(s => s.Multiline).Obeys(() => MultilineRules.Instance!);
        RuleFor(s => s.Metadata).Obeys(() => MetadataRules.Instance!);
    }

    /// <summary>The shared instance.</summary>
    public static SourceSpecRules Instance => field ??= new();
}
