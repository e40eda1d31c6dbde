using System.Globalization;
using FluentValidation;
using FluentValidation.Results;

namespace LogOperator.Pipeline.Configuration;

/// <summary>Turns what validation rules find into <see cref="Problem"/>s.</summary>
public static class ProblemList
{
    /// <summary>Checks a spec against its rules.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="path">Where the spec stands, such as <c>spec</c>.</param>
    /// <returns>Every problem, in the order of the rules; empty if there is none.</returns>
    public static IReadOnlyList<Problem> Check<T>(T spec, IValidator<T> rules, string path)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var result = rules.Validate(spec);
        return result.IsValid ? [] : [.. result.Errors.Select(failure => From(failure, path)).Distinct()];
    }

    private static Problem From(ValidationFailure failure, string path)
    {
        var reason = Reasons.OfSpecs.Contains(failure.ErrorCode) ? failure.ErrorCode : Reasons.InvalidSpec;
        var member = MapRules.PathOf(failure.PropertyName ?? "");
        var message = failure.ErrorMessage.TrimEnd('.');

        if (failure.FormattedMessagePlaceholderValues is { } values && values.TryGetValue("TotalLength", out var length))
        {
            message = values.TryGetValue("MaxLength", out var most) && most is > 0 and var limit && Convert.ToInt64(length, CultureInfo.InvariantCulture) > limit
                ? $"must have at most {limit} characters (has {length})"
                : $"must have at least {values["MinLength"]} characters (has {length})";
        }

        // FluentValidation's own messages begin with the member's display name, which the path says better, and leave out what was found.
        if (failure.FormattedMessagePlaceholderValues?.GetValueOrDefault("PropertyName") is string display
            && message.StartsWith($"'{display}' ", StringComparison.Ordinal))
        {
            message = failure.FormattedMessagePlaceholderValues.GetValueOrDefault("RegularExpression") is string pattern
                ? $"must match {pattern}"
                : message[(display.Length + 3)..].Split(". You entered ")[0];
            message += failure.AttemptedValue switch
            {
                int or long or bool or ByteSize or Duration => $" (was {failure.AttemptedValue})",
                string { Length: > 0 and <= 64 } text => $" (was \"{text}\")",
                _ => "",
            };
        }

        return new Problem((path, member) switch { ("", _) => member, (_, "") => path, _ => $"{path}.{member}" }, reason, message);
    }
}
