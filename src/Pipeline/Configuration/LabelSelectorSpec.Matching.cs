namespace LogOperator.Pipeline.Configuration;

public sealed partial record LabelSelectorSpec
{
    /// <summary>Whether all parts hold for a set of labels.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        foreach (var (key, value) in MatchLabels ?? EmptyLabels)
        {
            if (!labels.TryGetValue(key, out var found) || found != value)
            {
                return false;
            }
        }

        foreach (var requirement in MatchExpressions ?? [])
        {
            if (!Holds(requirement, labels))
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyDictionary<string, string> EmptyLabels => System.Collections.Immutable.ImmutableDictionary<string, string>.Empty;

    private static bool Holds(LabelRequirementSpec requirement, IReadOnlyDictionary<string, string> labels)
    {
        var exists = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            LabelOperator.In => exists && (requirement.Values?.Contains(value) ?? false),
            LabelOperator.NotIn => !exists || !(requirement.Values?.Contains(value) ?? false),
            LabelOperator.Exists => exists,
            LabelOperator.DoesNotExist => !exists,
            _ => false,
        };
    }
}
