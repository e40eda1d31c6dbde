using System.Text;
using LogOperator.Pipeline.Patterns;
using LogOperator.Pipeline.Patterns.BitState;
using LogOperator.Pipeline.Patterns.OnePass;

namespace LogOperator.Pipeline.Tests.Patterns;

public sealed class EngineBoundsTests
{
    private const string Line = """10.0.0.1 - - [02/Jan/2026:15:04:05 +0000] "GET /a?b=c HTTP/1.1" 200 612""";

    [Theory]
    [InlineData("delimiter")]
    [InlineData("one-pass")]
    [InlineData("bit-state")]
    public void A_match_with_groups_allocates_nothing(string name)
    {
        var engine = Engines.Of("""(?<ip>\S+) - (?<user>\S+) \[(?<time>[^\]]+)\] "(?<request>[^"]*)" (?<status>\d{3}) (?<size>\d+|-)""", name);
        Assert.Equal(0, Allocated(engine, Encoding.ASCII.GetBytes(Line), new GroupSpan[6]));
        Assert.Equal(0, Allocated(engine, Encoding.ASCII.GetBytes("x " + Line + " y"), new GroupSpan[6]));
    }

    [Fact]
    public void Whether_there_is_a_match_is_found_without_allocation_by_the_fallback_too()
    {
        var engine = Engines.Of(".*a.*b", "regex");
        Assert.Equal(0, Allocated(engine, Encoding.ASCII.GetBytes(new string('a', 200) + "b"), []));
    }

    [Theory]
    [InlineData("a{1000}")]
    [InlineData("(?<a>[^x]{500}y){2}")]
    [InlineData(@"(\p{L}{50}\p{N}){10}")]
    [InlineData("(?i)(a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u|v|w|x|y|z){999}")]
    [InlineData("((((a?b){10}c?){10}d?){10}e)")]
    [InlineData(@"(\b\w{1,10}\b ){90}")]
    public void Tables_stay_small_whatever_the_pattern(string pattern)
    {
        foreach (var engine in Engines.Of(pattern).OfType<OnePassMatcher>())
        {
            Assert.InRange(engine.TableBytes, 1, 256 * 1024);
        }

        Assert.Equal("regex", Engines.Of(pattern)[^1].Engine);
        Assert.DoesNotContain(Engines.Of(pattern).OfType<BitStateMatcher>(), e => e.Takes(new byte[BitStateMatcher.MaximumPlaces]));
    }

    [Theory]
    [InlineData("a[^b]*b")]
    [InlineData("a[^b]*c")]
    [InlineData("[a-c]{2,}d")]
    [InlineData("(?:ab?)+d")]
    public void A_search_that_reads_on_from_every_place_is_given_up_in_time(string pattern)
    {
        var text = Encoding.ASCII.GetBytes(new string('a', 1 << 20));
        var started = TimeProvider.System.GetTimestamp();
        Assert.All(Engines.Of(pattern), engine => Assert.False(engine.IsMatch(text)));

        // Reading on from every one of a million places would take minutes.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData("(?:a|a)*b")]
    [InlineData("(?:a|aa)+b")]
    [InlineData("a{0,20}a{20}b")]
    [InlineData("^.*.*.*c")]
    [InlineData("^.*?.*?.*?c")]
    [InlineData("^[^b]*.*?[^d]*c")]
    [InlineData("(?:(?:a+)+)+b")]
    public void Backtracking_goes_no_way_twice(string pattern)
    {
        var text = Encoding.ASCII.GetBytes(new string('a', 5_000));
        var engine = (ByteMatcher)Engines.Of(pattern, "bit-state");
        Assert.True(engine.Takes(text));
        var started = TimeProvider.System.GetTimestamp();
        Assert.False(engine.IsMatch(text));

        // Every way there is would take longer than anybody lives.
        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    private static long Allocated(IByteMatcher engine, byte[] text, GroupSpan[] groups)
    {
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
            {
                Assert.True(groups.Length == 0 ? engine.IsMatch(text) : engine.TryMatch(text, groups));
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
