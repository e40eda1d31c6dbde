using LogOperator.Benchmarks.Measuring;

namespace LogOperator.Benchmarks.Reporting;

/// <summary>The runs of one contender in one setting.</summary>
/// <param name="Contender">Its name.</param>
/// <param name="About">Its version and configuration.</param>
/// <param name="Setting">How many processors it had.</param>
internal sealed record ResultRow(string Contender, string About, string Setting)
{
    public List<Measurement> Runs { get; } = [];

    /// <summary>Whether every run handled every record.</summary>
    public bool Complete => Runs.All(r => r.Handled == r.Expected);

    public double Seconds => Median(r => r.Seconds);

    public double Median(Func<Measurement, double> figure)
    {
        var sorted = Runs.Select(figure).Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
