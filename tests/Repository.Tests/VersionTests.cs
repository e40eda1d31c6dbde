using System.Text.RegularExpressions;
using System.Xml.Linq;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>One version, wherever it is written.</summary>
public partial class VersionTests
{
    private static string Product => XDocument.Load(RepositoryRoot.File("Directory.Build.props")).Descendants("Version").Single().Value;

    [Theory]
    [InlineData("version")]
    [InlineData("appVersion")]
    public void The_chart_has_the_version_of_the_programs(string member)
    {
        var chart = File.ReadAllText(RepositoryRoot.File("charts", "log-operator", "Chart.yaml"));
        var found = Version().Matches(chart).Single(m => m.Groups["member"].Value == member);
        Assert.Equal(Product, found.Groups["version"].Value);
    }

    [GeneratedRegex("^(?<member>version|appVersion): \"?(?<version>[^\"\\s]+)\"?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Version();
}
