using FluentValidation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>What the API server demands of the names of an object.</summary>
public sealed class MetadataRules : AbstractValidator<ObjectMeta>
{
    /// <summary>Makes the rules.</summary>
    public MetadataRules()
    {
        RuleFor(m => m.Name).Cascade(CascadeMode.Stop).Must(name => !string.IsNullOrEmpty(name)).WithMessage("is required").IsObjectName();
        RuleFor(m => m.Namespace).IsNamespaceName().When(m => m.Namespace is { Length: > 0 });
    }

    /// <summary>The shared instance.</summary>
    public static MetadataRules Instance => field ??= new();

    /// <summary>What is wrong with the name of a namespace; null if nothing is.</summary>
    public static string? NamespaceProblem(string? name) =>
        string.IsNullOrEmpty(name)
            ? "must not be empty"
            : ProblemList.Check(new ObjectMeta { Name = "any", Namespace = name }, Instance, "").Select(p => p.Message).FirstOrDefault();
}
