using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// A regular expression in the common subset of RE2 (github.com/google/re2/wiki/Syntax) and .NET, checked and compiled for linear time.
/// </summary>
public sealed class Pattern
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int MaximumLength = 1024;

    private Pattern(IReadOnlyList<string> groups, IByteMatcher matcher) => (Groups, Matcher) = (groups, matcher);

    /// <summary>Names of the named groups, in the order in which they open.</summary>
    public IReadOnlyList<string> Groups { get; }

    /// <summary>The engine that runs it.</summary>
    public IByteMatcher Matcher { get; }

    /// <summary>Checks and compiles a pattern.</summary>
    /// <param name="text">The pattern.</param>
    /// <param name="pattern">What it compiles to.</param>
    /// <param name="error">Where and why it is none.</param>
    public static bool TryCompile(string text, [NotNullWhen(true)] out Pattern? pattern, [NotNullWhen(false)] out PatternError? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        pattern = null;
        var syntax = new PatternSyntax(text);
        error = text.Length > MaximumLength
            ? new PatternError(-1, $"expected at most {MaximumLength} characters, found {text.Length}")
            : syntax.Translate();
        if (error is not null)
        {
            return false;
        }

        try
        {
            pattern = new Pattern(syntax.Groups, PatternEngines.For(syntax.Translation, syntax.Groups).First());
            return true;
        }
        catch (RegexParseException e)
        {
            error = new PatternError(-1, Explain(e));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            error = new PatternError(-1, "it cannot be matched in linear time or is too large: " + e.Message);
        }

        return false;
    }

    // .NET's own message repeats the translated pattern, which the user did not write.
    private static string Explain(RegexParseException error) => error.Error switch
    {
        RegexParseError.InsufficientClosingParentheses => "expected a closing ')'",
        RegexParseError.InsufficientOpeningParentheses => "found a ')' that nothing opens",
        RegexParseError.UnterminatedBracket => "expected a closing ']'",
        RegexParseError.ReversedCharacterRange => "found a range in [] whose end is before its start",
        RegexParseError.ReversedQuantifierRange => "found a repetition {n,m} whose end is before its start",
        RegexParseError.QuantifierAfterNothing => "found a repetition of nothing",
        RegexParseError.NestedQuantifiersNotParenthesized => "found a repetition of a repetition; put the inner one into (?:…)",
        _ => error.Error.ToString(),
    };
}
