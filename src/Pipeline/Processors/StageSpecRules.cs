using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Expressions;

namespace LogOperator.Pipeline.Processors;

/// <summary>Rules of one stage; those of its verb included.</summary>
public sealed class StageSpecRules : AbstractValidator<StageSpec>
{
    /// <summary>Makes the rules.</summary>
    public StageSpecRules()
    {
        RuleFor(s => s.Name).MinimumLength(1).MaximumLength(63).Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$");
        RuleFor(s => s.When).IsExpression();
        this.ExactlyOneMember<StageSpec, IProcessorKind>("verb");
    }

    /// <summary>The shared instance.</summary>
    public static StageSpecRules Instance => field ??= new();
}
