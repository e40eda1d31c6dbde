using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class AllowedNamespacesRules : AbstractValidator<AllowedNamespacesSpec>
{
    public AllowedNamespacesRules()
    {
        RuleFor(a => a.From).IsInEnum();
        RuleFor(a => a.Names).MaximumCount(256);
        RuleForEach(a => a.Names).NotNull().IsNamespaceName();
        RuleFor(a => a.Selector).Obeys(() => LabelSelectorRules.Instance!);
        RuleFor(a => a.Names).NotEmpty().When(a => a.From == AllowedFrom.Names).WithMessage("must name namespaces with from: Names");
        RuleFor(a => a.Names).Null().When(a => a.From != AllowedFrom.Names).WithMessage("needs from: Names");
        RuleFor(a => a.Selector).NotNull().When(a => a.From == AllowedFrom.Selector).WithMessage("must be given with from: Selector");
        RuleFor(a => a.Selector).Null().When(a => a.From != AllowedFrom.Selector).WithMessage("needs from: Selector");
    }

    public static AllowedNamespacesRules Instance => field ??= new();
}
