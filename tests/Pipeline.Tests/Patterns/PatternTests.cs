using System.Text;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Tests.Patterns;

public sealed class PatternTests
{
    [Theory]
    [InlineData(@"^\d+$", "123", true)]
    [InlineData(@"^\d+$", "\u0661", false)]
    [InlineData(@"^\D$", "\u0661", true)]
    [InlineData(@"^[\d_]+$", "1_2", true)]
    [InlineData(@"^[\D]+$", "a\u0661-", true)]
    [InlineData(@"^[\D]+$", "a1", false)]
    [InlineData(@"^\w+$", "caf\u00e9", false)]
    [InlineData(@"^\W$", "\u00e9", true)]
    [InlineData(@"^[^\w]$", "\u00e9", true)]
    [InlineData(@"^[\W]$", "_", false)]
    [InlineData(@"^\s$", "\u00a0", false)]
    [InlineData(@"^\S+$", "a\u00a0b", true)]
    [InlineData(@"^[\S]+$", "a b", false)]
    [InlineData(@"^[\s\S]$", "\n", true)]
    [InlineData("a$", "a\n", false)]
    [InlineData("(?m)a$", "a\nb", true)]
    [InlineData("(?m:a$)|b$", "b\n", false)]
    [InlineData("(?m)(?-m:a$)", "a\nb", false)]
    [InlineData("(?i)ERROR", "an error", true)]
    [InlineData("(?i:E)RROR", "error", false)]
    [InlineData("a.b", "a\nb", false)]
    [InlineData("(?s)a.b", "a\nb", true)]
    [InlineData("^.$", "\u65e5", true)]
    [InlineData("^.$", "\U0001F600", true)]
    [InlineData("^[^x]{2}$", "\U0001F600\U0001F601", true)]
    [InlineData("^\U0001F600$", "\U0001F600", true)]
    [InlineData(@"^\pL$", "\U0001F600", false)]
    [InlineData("[[:alpha:]]+[[:digit:]]", "ab1", true)]
    [InlineData("^[^[:space:]]+$", "a b", false)]
    [InlineData("^[a-z-[aeiou]]+$", "b]", true)]
    [InlineData("^[]a]+$", "]a", true)]
    [InlineData("^[^]]+$", "a", true)]
    [InlineData("[a", "a", null)]
    [InlineData(@"^\x41\x{e9}$", "A\u00e9", true)]
    [InlineData(@"^\p{Lu}\pL$", "A\u00e9", true)]
    [InlineData(@"^[\p{Nd}.]+$", "1.\u0661", true)]
    [InlineData(@"^\[\]\{\}\.\-\/\""$", "[]{}.-/\"", true)]
    [InlineData("a{2,3}?b", "aab", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("x*", "", true)]
    [InlineData("", "anything", true)]
    [InlineData(@"\bfoo\b", "a foo.", true)]
    [InlineData(@"\Aa|b\z", "cb", true)]
    public void Means_what_it_means_in_RE2(string pattern, string text, bool? expected)
    {
        var compiled = Pattern.TryCompile(pattern, out var result, out _);
        Assert.Equal(expected is not null, compiled);
        if (compiled)
        {
            Assert.NotNull(result);
            Assert.All(Engines.Of(pattern), engine => Assert.Equal(expected, engine.IsMatch(Encoding.UTF8.GetBytes(text))));
        }
    }

    [Theory]
    [InlineData("a(?=b)", 1, "look-around")]
    [InlineData("(?!b)", 0, "look-around")]
    [InlineData("(?<=b)a", 0, "look-around")]
    [InlineData("x(?<!b)a", 1, "look-around")]
    [InlineData("(?>a)", 0, "atomic")]
    [InlineData(@"(a)\1", 3, "back-references")]
    [InlineData(@"(?<a>x)\k<a>", 7, "back-references")]
    [InlineData("a++", 2, "repetition of a repetition")]
    [InlineData("a{2}+", 4, "repetition of a repetition")]
    [InlineData("(?<a>x)(?<a>y)", 10, "group name a twice")]
    [InlineData("(?<1>x)", 3, "name of a group")]
    [InlineData("(?<a-b>x)", 3, "name of a group")]
    [InlineData("(?'a'x)", 0, "expected a group")]
    [InlineData("(?#x)", 0, "expected a group")]
    [InlineData("(?x)a", 0, "expected a group")]
    [InlineData("(?(a)b|c)", 0, "expected a group")]
    [InlineData(@"\Z", 0, @"unknown escape \Z; write \z")]
    [InlineData(@"\G", 0, @"unknown escape \G")]
    [InlineData(@"\u0041", 0, @"write \x{")]
    [InlineData(@"\cA", 0, @"unknown escape \c")]
    [InlineData(@"\x{10FFFF}", 0, "below U+10000")]
    [InlineData(@"\p{IsGreek}", 0, "general category")]
    [InlineData("[[:nope:]]", 1, "POSIX class")]
    [InlineData("[a-z", 0, "closing ']'")]
    [InlineData("a{1001}", 1, "1000 repetitions")]
    [InlineData("((a{100}b){10}){2}", 15, "1000 repetitions")]
    [InlineData(@"a\", 1, "after the backslash")]
    [InlineData("(a", -1, "closing ')'")]
    [InlineData("a)", -1, "nothing opens")]
    [InlineData("*a", -1, "repetition of nothing")]
    [InlineData("[b-a]", -1, "end is before its start")]
    public void An_error_says_where_and_why(string pattern, int position, string message)
    {
        Assert.False(Pattern.TryCompile(pattern, out _, out var error));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(position, error.Position);
    }

    [Fact]
    public void Groups_are_listed_in_their_order_and_found_in_bytes()
    {
        Assert.True(Pattern.TryCompile(@"(?<b>\w)(?:x(?P<a>y))?(z)", out var pattern, out _));
        Assert.Equal(["b", "a"], pattern.Groups);
        Assert.All(Engines.Of(@"(?<b>\w)(?:x(?P<a>y))?(z)"), engine =>
        {
            var groups = new GroupSpan[2];
            Assert.True(engine.TryMatch("\u00e9\u00e9kz"u8, groups));
            Assert.Equal([new GroupSpan(4, 1), GroupSpan.None], groups);
            Assert.False(engine.TryMatch("k"u8, groups));
        });
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|aa)+$")]
    [InlineData("(.*a){20}b")]
    public void What_blows_up_elsewhere_takes_linear_time(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(new string('a', 20_000) + "c");
        Assert.All(Engines.Of(text), engine => Assert.False(engine.IsMatch(bytes)));
    }

    [Fact]
    public void Every_mutation_of_a_pattern_compiles_or_is_refused()
    {
        const string Text = @"^(?<ip>[\d.]+)(?i:x|[^\]\w-z]{2,5}?)\p{L}*(?P<r>\x41+)$";
        const string Alphabet = @"()[]{}<>?*+|\^$.,-:=!12PpLkdwDWxi";
        var random = new Random(3);
        var accepted = 0;
        for (var i = 0; i < 3_000; i++)
        {
            var mutated = new StringBuilder(Text);
            for (var n = random.Next(1, 5); n > 0; n--)
            {
                mutated[random.Next(mutated.Length)] = Alphabet[random.Next(Alphabet.Length)];
            }

            accepted += Pattern.TryCompile(mutated.ToString(), out _, out _) ? 1 : 0;
        }

        Assert.InRange(accepted, 30, 2_970);
    }
}
