using System.Text;
using System.Text.RegularExpressions;
using LogOperator.Pipeline.Patterns;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Patterns;

/// <summary>Every engine finds what .NET's backtracking engine finds, in whatever bytes.</summary>
public sealed class EngineEquivalenceTests
{
    private const int Texts = 12;
    private static readonly int Patterns = 100 * Soak.Factor;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Generated_patterns_match_alike_in_every_engine(int seed)
    {
        var taken = Compare(seed, generator => generator.Any());
        Assert.InRange(taken["delimiter"], Patterns / 10, Patterns);
        Assert.InRange(taken["one-pass"], Patterns / 4, Patterns);
        Assert.InRange(taken["bit-state"], Patterns / 2, Patterns);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Generated_lines_of_fields_match_alike_in_every_engine(int seed)
    {
        var taken = Compare(seed, generator => generator.Fields());
        Assert.InRange(taken["delimiter"], Patterns / 8, Patterns);
        Assert.InRange(taken["one-pass"], Patterns / 5, Patterns);
        Assert.InRange(taken["bit-state"], Patterns / 2, Patterns);
    }

    private static Dictionary<string, int> Compare(int seed, Func<PatternGenerator, GeneratedPattern> next)
    {
        var generator = new PatternGenerator(new Random(seed));
        var taken = new Dictionary<string, int>();
        var matches = 0;
        var unclear = 0;
        for (var i = 0; i < Patterns; i++)
        {
            var pattern = next(generator);
            if (!Pattern.TryCompile(pattern.Text, out _, out _))
            {
                continue;
            }

            var engines = Engines.Of(pattern.Text, out var groups);
            var oracle = Engines.Oracle(pattern.Text);
            foreach (var engine in engines)
            {
                taken[engine.Engine] = taken.GetValueOrDefault(engine.Engine) + 1;
            }

            for (var n = 0; n < Texts; n++)
            {
                var text = generator.Text(pattern);
                GroupSpan[]? expected;
                try
                {
                    if (!Engines.TryAsk(oracle, groups, text, out expected))
                    {
                        unclear++;
                        continue;
                    }
                }
                catch (RegexMatchTimeoutException)
                {
                    break;
                }

                matches += expected is null ? 0 : 1;
                foreach (var engine in engines)
                {
                    // .NET's engine without backtracking now and then forgets groups.
                    if (engine is ByteMatcher own && own.Takes(text))
                    {
                        AssertSame(engine, pattern.Text, text, groups.Count, expected);
                    }
                    else
                    {
                        Assert.True(engine.IsMatch(text) == expected is not null, Where(engine, pattern.Text, text));
                    }
                }
            }
        }

        // Half of the texts or so: neither side of the comparison is empty.
        Assert.InRange(matches, Patterns * Texts / 10, Patterns * Texts * 9 / 10);
        Assert.InRange(unclear, 0, Patterns * Texts / 50);
        return taken;
    }

    private static void AssertSame(IByteMatcher engine, string pattern, byte[] text, int count, GroupSpan[]? expected)
    {
        var groups = new GroupSpan[count];
        var found = engine.TryMatch(text, groups) ? groups : null;
        var where = Where(engine, pattern, text);
        Assert.True(expected is null == found is null, $"{where}: expected {(expected is null ? "no match" : "a match")}");
        Assert.True(expected is null || expected.SequenceEqual(found!), $"{where}: expected {Shown(expected)}, found {Shown(found)}");
        Assert.True(engine.IsMatch(text) == expected is not null, where);
    }

    private static string Where(IByteMatcher engine, string pattern, byte[] text) =>
        $"{engine.Engine}: {pattern} on {Convert.ToHexString(text)} \"{Encoding.UTF8.GetString(text)}\"";

    private static string Shown(GroupSpan[]? groups) => string.Join(" ", (groups ?? []).Select(g => $"{g.Start}+{g.Length}"));
}
