namespace LogOperator.Kubernetes.Objects;

/// <summary>Evaluates a <see cref="LabelSelector" /> against labels, as the API server does. Immutable.</summary>
public sealed class LabelSelectorMatcher
{
    private readonly LabelSelectorRequirement[] _requirements;

    private LabelSelectorMatcher(LabelSelectorRequirement[] requirements) => _requirements = requirements;

    /// <summary>Matches everything.</summary>
    public static LabelSelectorMatcher Everything { get; } = new([]);

    /// <summary>Makes a matcher; a null selector matches everything, as an empty one does.</summary>
    /// <exception cref="FormatException">A requirement has an unknown operator or the wrong number of values.</exception>
    public static LabelSelectorMatcher Create(LabelSelector? selector) =>
        TryCreate(selector, out var matcher, out var problem) ? matcher : throw new FormatException(problem);

    /// <summary>Makes a matcher, or says what is wrong with the selector.</summary>
    public static bool TryCreate(LabelSelector? selector, out LabelSelectorMatcher matcher, out string? problem)
    {
        var requirements = new List<LabelSelectorRequirement>();
        foreach (var (key, value) in selector?.MatchLabels ?? new Dictionary<string, string>())
            requirements.Add(new LabelSelectorRequirement { Key = key, Operator = "In", Values = [value] });
        matcher = Everything;
        var expressions = selector?.MatchExpressions ?? [];
        for (var i = 0; i < expressions.Count; i++)
        {
            var count = expressions[i].Values?.Count ?? 0;
            problem = expressions[i].Operator switch
            {
                "In" or "NotIn" => count > 0 ? null : $"matchExpressions[{i}].values must not be empty for {expressions[i].Operator}",
                "Exists" or "DoesNotExist" => count == 0 ? null : $"matchExpressions[{i}].values must be empty for {expressions[i].Operator} (has {count})",
                _ => $"matchExpressions[{i}].operator must be In, NotIn, Exists or DoesNotExist (was \"{expressions[i].Operator}\")",
            };
            if (problem is not null)
                return false;
            requirements.Add(expressions[i]);
        }

        matcher = new LabelSelectorMatcher([.. requirements.OrderBy(r => r.Key, StringComparer.Ordinal)]);
        problem = null;
        return true;
    }

    /// <summary>Whether labels meet every requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string>? labels)
    {
        foreach (var requirement in _requirements)
        {
            string? value = null;
            var present = labels is not null && labels.TryGetValue(requirement.Key, out value);
            var holds = requirement.Operator switch
            {
                "In" => present && requirement.Values!.Contains(value!),
                "NotIn" => !present || !requirement.Values!.Contains(value!),
                "Exists" => present,
                _ => !present,
            };
            if (!holds)
                return false;
        }

        return true;
    }

    /// <summary>The selector in the form that a list call takes, for instance <c>app in (a,b),!legacy</c>; empty when it matches everything.</summary>
    public override string ToString() => string.Join(',', _requirements.Select(r => r.Operator switch
    {
        "In" when r.Values!.Count == 1 => $"{r.Key}={r.Values[0]}",
        "In" => $"{r.Key} in ({string.Join(',', r.Values!)})",
        "NotIn" => $"{r.Key} notin ({string.Join(',', r.Values!)})",
        "Exists" => r.Key,
        _ => "!" + r.Key,
    }));
}
