using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using System.Text;
using LogOperator.Kubernetes;
using LogOperator.TestKit;

namespace LogOperator.Operator.Tests.Health;

public sealed class MetricsReferenceTests
{
    private const string Begin = "<!-- metrics -->\n";
    private const string End = "<!-- end -->\n";

    [Fact]
    public void The_reference_has_every_metric_of_the_operator_as_it_is_declared()
    {
        var page = RepositoryRoot.File("docs", "operator.md");
        var text = File.ReadAllText(page);
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var expected = string.Concat(text.AsSpan(0, from), Table(), text.AsSpan(text.IndexOf(End, from, StringComparison.Ordinal)));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(page, expected);
            return;
        }

        Assert.Equal(expected, text);
    }

    private static string Table()
    {
        RuntimeHelpers.RunClassConstructor(typeof(OperatorMetrics).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(KubernetesMetrics).TypeHandle);
        var instruments = new SortedDictionary<string, Instrument>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name is OperatorMetrics.MeterName or KubernetesMetrics.MeterName)
            {
                instruments[instrument.Name] = instrument;
            }
        };
        listener.Start();

        var table = new StringBuilder("\n| name | kind | meaning |\n| --- | --- | --- |\n");
        foreach (var instrument in instruments.Values)
        {
            table.Append($"| `{instrument.Name}` | {(instrument is Counter<long> ? "counter" : "gauge")} | {instrument.Description!.TrimEnd('.')}. |\n");
        }

        return table.Append('\n').ToString();
    }
}
