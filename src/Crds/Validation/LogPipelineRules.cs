using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Crds.Validation;

/// <summary>Rules of a pipeline's spec; those of its inline source, stages and routes included.</summary>
public sealed class LogPipelineRules : AbstractValidator<LogPipelineSpec>
{
    /// <summary>Makes the rules.</summary>
    public LogPipelineRules()
    {
        RuleFor(p => p.Sources).MinimumCount(1).MaximumCount(16).HaveNoDuplicates(s => $"{s.Kind} {s.Name}".Trim(), "source");
        RuleForEach(p => p.Sources).NotNull().Obeys(() => SourceRefRules.Instance!);
        RuleFor(p => p.Source).Obeys(() => SourceSpecRules.Instance!);
        RuleFor(p => p.Stages).MaximumCount(64);
        RuleForEach(p => p.Stages).NotNull().Obeys(() => StageSpecRules.Instance!);
        RuleFor(p => p.Routes).MinimumCount(1).MaximumCount(32).HaveNoDuplicates(r => r.Name, "route");
        RuleForEach(p => p.Routes).NotNull().Obeys(() => RouteRules.Instance!);
        RuleFor(p => p.Stores).MinimumCount(1).MaximumCount(16).HaveNoDuplicates(s => $"{s.Kind} {s.Name}".Trim(), "store");
        RuleForEach(p => p.Stores).NotNull().Obeys(() => StoreRefRules.Instance!);
        RuleFor(p => p.Delivery).Obeys(() => DeliveryRules.Instance!);
        RuleFor(p => p).ExactlyOne(
            ("sources", p => p.Sources is not null),
            ("source", p => p.Source is not null));
        RuleFor(p => p).ExactlyOne(
            ("routes", p => p.Routes is not null),
            ("stores", p => p.Stores is not null));
    }

    /// <summary>The shared instance.</summary>
    public static LogPipelineRules Instance => field ??= new();
}
