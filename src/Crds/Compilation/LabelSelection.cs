using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>Evaluates label selectors as the API server does: NotIn and DoesNotExist hold where the label is absent.</summary>
internal static class LabelSelection
{
    /// <summary>Whether labels meet every requirement.</summary>
    public static bool Matches(LabelSelectorSpec selector, IReadOnlyDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(l => labels.TryGetValue(l.Key, out var value) && value == l.Value)
        && (selector.MatchExpressions ?? []).All(r => Holds(r, labels));

    private static bool Holds(LabelRequirementSpec requirement, IReadOnlyDictionary<string, string> labels)
    {
        var present = labels.TryGetValue(requirement.Key, out var value);
        return requirement.Operator switch
        {
            LabelOperator.In => present && requirement.Values?.Contains(value) == true,
            LabelOperator.NotIn => !present || requirement.Values?.Contains(value) != true,
            LabelOperator.Exists => present,
            _ => !present,
        };
    }
}
