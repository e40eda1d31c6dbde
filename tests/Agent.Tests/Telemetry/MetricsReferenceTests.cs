using LogOperator.Pipeline.Telemetry;
using LogOperator.TestKit;

namespace LogOperator.Agent.Tests.Telemetry;

public sealed class MetricsReferenceTests
{
    [Fact]
    public void The_reference_is_what_the_declarations_say()
    {
        var page = RepositoryRoot.File("docs", "metrics.md");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(page, MetricsReference.Markdown());
        }

        Assert.Equal(MetricsReference.Markdown(), File.ReadAllText(page));
    }
}
