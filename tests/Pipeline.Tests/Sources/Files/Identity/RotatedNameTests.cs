using LogOperator.Pipeline.Sources.Files.Identity;

namespace LogOperator.Pipeline.Tests.Sources.Files.Identity;

public sealed class RotatedNameTests
{
    [Theory]
    [InlineData("0.log.20260102-150405", "0.log", 20260102150405000)]
    [InlineData("app.log-20260102.gz", "app.log", 20260102000000000)]
    [InlineData("app.log-1767366245", "app.log", 20260102150405000)]
    [InlineData("app.log.1767366245678.gz", "app.log", 20260102150405678)]
    [InlineData("app.log-20260102-1767366245", "app.log", 20260102150405000)]
    [InlineData("app.log.2026-01-02T15:04:05.678", "app.log", 20260102150405678)]
    [InlineData("app.log.7", "app.log", -7)]
    [InlineData("app.log", "app.log", RotatedName.Current)]
    [InlineData("app-7d9c5bd8f4-x2x7q.log", "app-7d9c5bd8f4-x2x7q.log", RotatedName.Current)]
    public void Mark_behind_a_name_tells_the_age(string name, string stem, long rank)
    {
        var parsed = RotatedName.Parse(name);
        Assert.Equal((stem, rank), (parsed.Stem, parsed.Rank));
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal), parsed.IsCompressed);
    }

    [Theory]
    [InlineData("app-2026-01-02.log", "app.log", 20260102000000000)]
    [InlineData("app.2026-01-02.3.log.gz", "app.log", 20260102000000000)]
    [InlineData("app-1767366245.log", "app.log", 20260102150405000)]
    [InlineData("app-3.json", "app.json", -3)]
    public void So_does_a_mark_before_the_extension(string name, string stem, long rank)
    {
        var parsed = Assert.NotNull(RotatedName.ParseInfix(name));
        Assert.Equal((stem, rank), (parsed.Stem, parsed.Rank));
        Assert.Equal(rank, RotatedName.RankIn(stem, name));
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal), parsed.IsCompressed);
    }

    [Theory]
    [InlineData("app.log")]
    [InlineData("app.log.1")]
    [InlineData("app-web.log")]
    [InlineData("20260102.log")]
    [InlineData("app20260102.log")]
    public void Other_names_have_none_there(string name) => Assert.Null(RotatedName.ParseInfix(name));
}
