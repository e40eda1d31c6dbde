using System.Text.RegularExpressions;
using FluentValidation;
using FluentValidation.Validators;

namespace LogOperator.Pipeline.Configuration;

/// <summary>
/// Demands that a whole text matches a pattern. Unlike FluentValidation's own rule it does not let a trailing newline pass, which <c>$</c>
/// does in .NET but not in the API server's engine.
/// </summary>
/// <typeparam name="T">The spec.</typeparam>
/// <param name="pattern">The pattern, from <c>^</c> to <c>$</c>, in the syntax that RE2 and .NET have in common.</param>
/// <param name="expected">What the text must be, in words.</param>
public sealed class WholeTextValidator<T>(string pattern, string expected) : PropertyValidator<T, string?>, IRegularExpressionValidator
{
    private readonly Regex regex = new($@"\A(?:{pattern.TrimStart('^').TrimEnd('$')})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    /// <inheritdoc/>
    public string Expression => pattern;

    /// <inheritdoc/>
    public override string Name => "WholeTextValidator";

    /// <inheritdoc/>
    public override bool IsValid(ValidationContext<T> context, string? value)
    {
        if (value is null || regex.IsMatch(value))
        {
            return true;
        }

        context.MessageFormatter.AppendArgument("Expected", expected);
        return false;
    }

    /// <inheritdoc/>
    protected override string GetDefaultMessageTemplate(string errorCode) => "must be {Expected} (was \"{PropertyValue}\")";
}
