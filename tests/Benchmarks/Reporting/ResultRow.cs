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
    public bool Complete => Runs.All(r => r.Complete);

    /// <summary>Whether its configuration was never run where it was written.</summary>
    public bool IsUntried { get; init; }

    /// <summary>Why it has no runs, or no more; null if it did not fail.</summary>
    public string? Failure { get; set; }

    /// <summary>Whether it can be compared with.</summary>
    public bool HasFigures => Runs.Count > 0 && Failure is null;

    public double Seconds => Median(r => r.Seconds);

    public double CpuSeconds => Median(r => r.CpuSeconds);

    public double Median(Func<Measurement, double> figure)
    {
        var sorted = Runs.Select(figure).Order().ToList();
        return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
    }
}
