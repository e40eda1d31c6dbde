using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Rules on texts whose form Kubernetes lays down. Null is left to other rules.</summary>
public static class TextRules
{
    private const string DnsLabel = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";

    /// <summary>The whole text matches a pattern.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pattern">The pattern, from <c>^</c> to <c>$</c>, in the syntax that RE2 and .NET have in common.</param>
    /// <param name="expected">What the text must be, in words.</param>
    public static IRuleBuilderOptions<T, string?> MatchesWhole<T>(this IRuleBuilder<T, string?> rule, string pattern, string expected)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.SetValidator(new WholeTextValidator<T>(pattern, expected));
    }

    /// <summary>Name of an object (RFC 1123 subdomain, Kubernetes "Object Names and IDs").</summary>
    public static IRuleBuilderOptions<T, string?> IsObjectName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(253).MatchesWhole($@"^{DnsLabel}(\.{DnsLabel})*$", "a name of lower case letters, digits, - and .");

    /// <summary>Name of a namespace (RFC 1123 label).</summary>
    public static IRuleBuilderOptions<T, string?> IsNamespaceName<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(63).MatchesWhole($"^{DnsLabel}$", "a name of lower case letters, digits and -");

    /// <summary>Key in a Secret or ConfigMap.</summary>
    public static IRuleBuilderOptions<T, string?> IsDataKey<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(253).MatchesWhole("^[-._a-zA-Z0-9]+$", "a key of letters, digits, -, _ and .");

    /// <summary>Key of a label: an optional DNS prefix with a slash, and a name.</summary>
    public static IRuleBuilderOptions<T, string?> IsLabelKey<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MinimumLength(1).MaximumLength(317).MatchesWhole(
            @"^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$", "a label key such as app.kubernetes.io/name");

    /// <summary>Value of a label; it may be empty.</summary>
    public static IRuleBuilderOptions<T, string?> IsLabelValue<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(63).MatchesWhole("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$", "a label value of letters, digits, -, _ and .");
}
