using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>Rules of a LogAgent's spec.</summary>
public sealed class LogAgentRules : AbstractValidator<LogAgentSpec>
{
    /// <summary>Makes the rules.</summary>
    public LogAgentRules()
    {
        RuleFor(a => a.Mode).IsInEnum();
        RuleFor(a => a.Image).MinimumLength(1).MaximumLength(512).MatchesWhole(@"^[-a-zA-Z0-9_./:@]+$", "an image such as registry.example/logagent:1.2");
        RuleFor(a => a.ImagePullPolicy).IsInEnum();
        RuleFor(a => a.ImagePullSecrets).MaximumCount(8);
        RuleForEach(a => a.ImagePullSecrets).NotNull().Obeys(() => SecretRefRules.Instance!);
        RuleFor(a => a.Resources).Obeys(() => ResourceRequirementsRules.Instance!);
        RuleFor(a => a.NodeSelector).MaximumCount(32);
        RuleForEach(a => a.NodeSelector).ByKey().AreLabels();
        RuleFor(a => a.Tolerations).MaximumCount(32);
        RuleForEach(a => a.Tolerations).NotNull().Obeys(() => TolerationRules.Instance!);
        RuleFor(a => a.Buffer).Obeys(() => AgentBufferRules.Instance!);
        RuleFor(a => a.PriorityClassName).IsObjectName();
        RuleFor(a => a.ServiceAccountAnnotations).MaximumCount(32);
        RuleForEach(a => a.ServiceAccountAnnotations).ByKey().AreAnnotations();
        RuleFor(a => a.Env).MaximumCount(32).HaveNoDuplicates(e => e.Name, "variable");
        RuleForEach(a => a.Env).NotNull().Obeys(() => EnvironmentVariableRules.Instance!);
        RuleFor(a => a.PodLabels).MaximumCount(32);
        RuleForEach(a => a.PodLabels).ByKey().AreLabels();
        RuleFor(a => a.PodAnnotations).MaximumCount(32);
        RuleForEach(a => a.PodAnnotations).ByKey().AreAnnotations();
    }

    /// <summary>The shared instance.</summary>
    public static LogAgentRules Instance => field ??= new();
}
