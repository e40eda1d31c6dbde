using System.Globalization;
using System.Text.RegularExpressions;

namespace LogOperator.Agent.Tests.Telemetry;

/// <summary>Reads Prometheus' text format 0.0.4 strictly: whatever the format does not allow is an exception.</summary>
internal static partial class PrometheusText
{
    public static IReadOnlyDictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text);
        var samples = new Dictionary<string, double>();
        var done = new HashSet<string>();
        var (name, help, type) = ("", false, false);
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            if (Comment().Match(line) is { Success: true } comment)
            {
                if (comment.Groups["name"].Value != name)
                {
                    name = comment.Groups["name"].Value;
                    Assert.True(done.Add(name), $"{name}: its lines must stand together");
                    (help, type) = (false, false);
                }

                var isHelp = comment.Groups["what"].Value == "HELP";
                Assert.False(isHelp ? help : type, $"{line}: given twice");
                (help, type) = (help || isHelp, type || !isHelp);
                if (!isHelp)
                {
                    Assert.Contains(comment.Groups["rest"].Value, new[] { "counter", "gauge" });
                    Assert.Equal(comment.Groups["rest"].Value == "counter", name.EndsWith("_total", StringComparison.Ordinal));
                }

                continue;
            }

            var sample = Sample().Match(line);
            Assert.True(sample.Success, $"expected a sample, found {line}");
            Assert.Equal(name, sample.Groups["name"].Value);
            Assert.True(help && type, $"{name}: expected HELP and TYPE before the samples");
            samples.Add(line[..line.LastIndexOf(' ')], double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture));
        }

        return samples;
    }

    [GeneratedRegex("""^# (?<what>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.+)$""")]
    private static partial Regex Comment();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\"n])*",?)+\})? (?<value>[-+0-9.eE]+|NaN|[+-]Inf)$""")]
    private static partial Regex Sample();
}
