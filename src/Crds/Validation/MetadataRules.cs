using FluentValidation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

/// <summary>What the API server demands of the names of an object.</summary>
internal sealed class MetadataRules : AbstractValidator<ObjectMeta>
{
    public MetadataRules()
    {
        RuleFor(m => m.Name).Cascade(CascadeMode.Stop).Must(name => !string.IsNullOrEmpty(name)).WithMessage("is required").IsObjectName();
        RuleFor(m => m.Namespace).IsNamespaceName().When(m => m.Namespace is { Length: > 0 });
    }

    public static MetadataRules Instance => field ??= new();
}
