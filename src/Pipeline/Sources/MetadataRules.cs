using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sources;

internal sealed class MetadataRules : AbstractValidator<MetadataSpec>
{
    public MetadataRules()
    {
        RuleFor(m => m.PodLabels).MaximumCount(64);
        RuleForEach(m => m.PodLabels).NotEmpty().MaximumLength(317).MatchesWhole("^[-A-Za-z0-9_./*]+$", "a label key, with * for any run of characters");
    }

    public static MetadataRules Instance => field ??= new();
}
