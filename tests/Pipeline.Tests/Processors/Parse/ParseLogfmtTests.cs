using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Logfmt;

namespace LogOperator.Pipeline.Tests.Processors.Parse;

public sealed class ParseLogfmtTests
{
    private static readonly StageSpec Logfmt = new() { Parse = new ParseSpec { Logfmt = new LogfmtParserSpec() } };

    [Theory]
    [InlineData("a=1 b=x", "<Absent> | a=1 b=x")]
    [InlineData("  a=1\t b=x  ", "<Absent> | a=1 b=x")]
    [InlineData("level=warn msg=\"two words\" n=3", "two words | level=warn n=3 @13")]
    [InlineData("msg=\"say \\\"hi\\\"\\n\" a=1", "<EscapedText:say \\\"hi\\\"\\n> | a=1")]
    [InlineData("path=\"C:\\windows\" a=1", "<Absent> | path=C:\\windows a=1")]
    [InlineData("debug a=1", "<Absent> | debug=<True> a=1")]
    [InlineData("a= b=\"\" c=1", "<Absent> | a= b= c=1")]
    [InlineData("url=/x?a=b&c=d", "<Absent> | url=/x?a=b&c=d")]
    [InlineData("a=1 a=2", "<Absent> | a=2")]
    [InlineData("t=caf\u00e9", "<Absent> | t=caf\u00e9")]
    public void Pairs_become_attributes(string line, string expected) => Assert.Equal(expected, Shown.After(line, Logfmt));

    [Theory]
    [InlineData("")]
    [InlineData("a plain sentence")]
    [InlineData("=x")]
    [InlineData("a=1 =x")]
    [InlineData("a=\"open")]
    [InlineData("a=\"open\\")]
    [InlineData("a=\"x\"y")]
    [InlineData("a\"b=1")]
    [InlineData("\"a\"=1")]
    public void What_is_not_logfmt_stays_as_it_was(string line) => Assert.Equal(line + " |", Shown.After(line, Logfmt));
}
