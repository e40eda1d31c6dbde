using System.Text;
using System.Text.RegularExpressions;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Tests.Patterns;

/// <summary>Every engine that takes a pattern, and the oracle: .NET's backtracking engine over the decoded text.</summary>
internal static class Engines
{
    public static IReadOnlyList<IByteMatcher> Of(string pattern) => Of(pattern, out _);

    public static IReadOnlyList<IByteMatcher> Of(string pattern, out IReadOnlyList<string> groups)
    {
        var syntax = new PatternSyntax(pattern);
        Assert.Null(syntax.Translate());
        groups = syntax.Groups;
        return [.. PatternEngines.For(syntax.Translation, syntax.Groups)];
    }

    public static IByteMatcher Of(string pattern, string name) => Of(pattern).Single(e => e.Engine == name);

    public static (Regex Backtracking, Regex Linear) Oracle(string pattern)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
        var syntax = new PatternSyntax(pattern);
        Assert.Null(syntax.Translate());
        return (new Regex(syntax.Translation, Options, TimeSpan.FromMilliseconds(20)), new Regex(syntax.Translation, Options | RegexOptions.NonBacktracking));
    }

    /// <summary>
    /// What .NET says; null is no match. Its engines disagree with each other on a few patterns, in which it takes a loop before <c>\b</c>
    /// for one that never gives back, and its backtracking one now and then tells a group that ends behind the text: then it says nothing.
    /// </summary>
    public static bool TryAsk((Regex Backtracking, Regex Linear) oracle, IReadOnlyList<string> groups, ReadOnlySpan<byte> text, out GroupSpan[]? expected)
    {
        var characters = new StringBuilder();
        var offsets = new List<int>();
        for (var i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf8(text[i..], out var rune, out var length);
            characters.Append(rune.IsBmp ? (char)rune.Value : Utf8Text.Beyond);
            offsets.Add(i);
            i += length;
        }

        offsets.Add(text.Length);
        var match = oracle.Backtracking.Match(characters.ToString());
        var other = oracle.Linear.Match(characters.ToString());
        expected = null;
        if (match.Groups.Values.Any(g => g.Index + g.Length >= offsets.Count))
        {
            return false;
        }

        expected = !match.Success ? null
            : [.. groups.Select(name => match.Groups[name]).Select(g => g.Success
                ? new GroupSpan(offsets[g.Index], offsets[g.Index + g.Length] - offsets[g.Index])
                : GroupSpan.None)];
        return (match.Success, match.Index, match.Length) == (other.Success, other.Index, other.Length);
    }
}
