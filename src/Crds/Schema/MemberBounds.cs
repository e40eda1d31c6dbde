using System.Reflection;
using FluentValidation;
using FluentValidation.Validators;
using LogOperator.Crds.Validation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Schema;

/// <summary>What validation rules say of one member, as far as a schema can say it. Rules with a condition are left out, since a schema has none.</summary>
internal sealed class MemberBounds
{
    /// <summary>Whether the member must be given.</summary>
    public bool Required { get; private set; }

    /// <summary>Fewest characters, items or entries.</summary>
    public int? MinimumLength { get; private set; }

    /// <summary>Most characters.</summary>
    public int? MaximumLength { get; private set; }

    /// <summary>Most items or entries.</summary>
    public int? MaximumCount { get; private set; }

    /// <summary>Patterns of a text; all must match.</summary>
    public List<string> Patterns { get; } = [];

    /// <summary>Least number.</summary>
    public long? Minimum { get; private set; }

    /// <summary>Greatest number.</summary>
    public long? Maximum { get; private set; }

    /// <summary>Groups of members of the object, of each of which exactly one must be given.</summary>
    public List<IReadOnlyList<string>> ExactlyOne { get; } = [];

    /// <summary>Rules of the member's own members.</summary>
    public IValidator? Child { get; private set; }

    /// <summary>Collects what is said of a member itself.</summary>
    public static MemberBounds Of(IValidator? rules, string member) => Collect(rules, member, elements: false);

    /// <summary>Collects what is said of each element of a member.</summary>
    public static MemberBounds OfElements(IValidator? rules, string member) => Collect(rules, member, elements: true);

    /// <summary>Collects what is said of the object as a whole.</summary>
    public static MemberBounds OfObject(IValidator? rules) => Collect(rules, null, elements: false);

    private static MemberBounds Collect(IValidator? rules, string? member, bool elements)
    {
        var bounds = new MemberBounds();
        foreach (var rule in rules?.CreateDescriptor().Rules ?? [])
        {
            if ((rule.PropertyName is { Length: > 0 } name ? name : null) != member || IsForEach(rule) != elements || rule.HasCondition || rule.HasAsyncCondition)
            {
                continue;
            }

            foreach (var component in rule.Components.Where(c => !c.HasCondition && !c.HasAsyncCondition))
            {
                bounds.Add(component.Validator);
            }
        }

        return bounds;
    }

    private static bool IsForEach(IValidationRule rule) =>
        rule.GetType().GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICollectionRule<,>));

    private void Add(IPropertyValidator validator)
    {
        switch (validator)
        {
            case INotNullValidator:
                Required = true;
                break;
            case INotEmptyValidator:
                Required = true;
                AtLeast(1);
                break;
            case ILengthValidator length:
                if (length.Min > 0)
                {
                    AtLeast(length.Min);
                }

                if (length.Max >= 0)
                {
                    MaximumLength = Math.Min(MaximumLength ?? int.MaxValue, length.Max);
                }

                break;
            case IRegularExpressionValidator regex:
                Patterns.Add(regex.Expression);
                break;
            case ICountLimit limit:
                MaximumCount = Math.Min(MaximumCount ?? int.MaxValue, limit.Maximum);
                break;
            case ICountMinimum minimum:
                AtLeast(minimum.Minimum);
                break;
            case IBetweenValidator between when between.Name.StartsWith("Inclusive", StringComparison.Ordinal) && between.From is int or long:
                Range(Convert.ToInt64(between.From, null), Convert.ToInt64(between.To, null));
                break;
            case IComparisonValidator { MemberToCompare: null, ValueToCompare: int or long } comparison:
                Compare(comparison.Comparison, Convert.ToInt64(comparison.ValueToCompare, null));
                break;
            case IExactlyOne exactlyOne:
                ExactlyOne.Add(exactlyOne.Members);
                break;
            case IChildValidatorAdaptor adaptor:
                Child = ChildOf(adaptor);
                break;
        }
    }

    // FluentValidation tells the child's instance only to who asks with a context; ours do not depend on it.
    private static IValidator? ChildOf(IChildValidatorAdaptor adaptor)
    {
        var method = adaptor.GetType().GetMethod("GetValidator", BindingFlags.Public | BindingFlags.Instance)!;
        var context = Activator.CreateInstance(method.GetParameters()[0].ParameterType, [null]);
        return (IValidator?)method.Invoke(adaptor, [context, null]);
    }

    private void AtLeast(int minimum) => MinimumLength = Math.Max(MinimumLength ?? 0, minimum);

    private void Range(long minimum, long maximum)
    {
        Minimum = Math.Max(Minimum ?? long.MinValue, minimum);
        Maximum = Math.Min(Maximum ?? long.MaxValue, maximum);
    }

    private void Compare(Comparison comparison, long value)
    {
        switch (comparison)
        {
            case Comparison.GreaterThan:
                Minimum = Math.Max(Minimum ?? long.MinValue, value + 1);
                break;
            case Comparison.GreaterThanOrEqual:
                Minimum = Math.Max(Minimum ?? long.MinValue, value);
                break;
            case Comparison.LessThan:
                Maximum = Math.Min(Maximum ?? long.MaxValue, value - 1);
                break;
            case Comparison.LessThanOrEqual:
                Maximum = Math.Min(Maximum ?? long.MaxValue, value);
                break;
        }
    }
}
