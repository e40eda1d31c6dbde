using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Regex;

namespace LogOperator.Pipeline.Tests.Processors.Parse;

public sealed class ParseRegexTests
{
    [Fact]
    public void Named_groups_become_attributes_and_the_body_stays() => Assert.Equal(
        "10.1.2.3 GET /a 200 | ip=10.1.2.3 method=GET path=/a status=200",
        Shown.After("10.1.2.3 GET /a 200", Regex(@"^(?<ip>\S+) (?P<method>[A-Z]+) (?<path>\S+) (?<status>\d{3})$")));

    [Fact]
    public void A_group_without_a_match_sets_nothing_and_an_empty_one_sets_empty_text() =>
        Assert.Equal("ab | b=ab e=", Shown.After("ab", Regex("(?<a>x)?(?<b>ab)(?<e>)")));

    [Fact]
    public void Places_are_right_behind_characters_of_every_length() => Assert.Equal(
        "\u00e9\u65e5\U0001F600 k=\u00fc\U0001F600! x | k=\u00fc\U0001F600!",
        Shown.After("\u00e9\u65e5\U0001F600 k=\u00fc\U0001F600! x", Regex(@"k=(?<k>\S+)")));

    [Fact]
    public void Places_are_right_behind_bytes_that_are_not_text()
    {
        var batch = Some.Batch(Some.Pod, [[0xff, 0xe2, 0x82, .. "k="u8, 0xfe, .. "v x"u8]]);
        new Stage(Regex(@"k=(?<k>\S+)"), 0).Process(batch);
        Assert.Equal([0xfe, (byte)'v'], batch[0].Find("k"u8).Bytes.ToArray());
    }

    [Fact]
    public void A_level_group_sets_the_severity() => Assert.Equal("[ERROR] x | level=ERROR @17", Shown.After("[ERROR] x", Regex(@"^\[(?<level>\w+)\]")));

    [Fact]
    public void A_group_can_become_the_body() => Assert.Equal("rest | l=I", Shown.After("I rest", Regex("^(?<l>.) (?<m>.*)$", body: "m")));

    [Fact]
    public void A_line_that_does_not_match_stays_as_it_was() => Assert.Equal("abc |", Shown.After("abc", Regex("^(?<x>\\d+)$")));

    private static StageSpec Regex(string pattern, string? body = null) =>
        new() { Parse = new ParseSpec { Regex = new RegexParserSpec { Pattern = pattern }, Body = body } };
}
