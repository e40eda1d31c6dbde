using System.Globalization;

namespace LogOperator.Benchmarks.Load;

/// <summary>A counter that a program serves in Prometheus' text format: the sum over its labels.</summary>
/// <param name="address">Where the metrics are.</param>
/// <param name="name">Name of the counter, or what several begin with.</param>
internal sealed class PrometheusCounter(Uri address, string name)
{
    private static readonly HttpClient Client = new();

    /// <summary>Where the metrics are.</summary>
    public Uri Address => address;

    /// <summary>What it was when it was last read.</summary>
    public long Last { get; private set; }

    /// <summary>Reads it; what it was before if the program does not answer, since it may not listen yet.</summary>
    public async Task<long> ReadAsync(CancellationToken stop)
    {
        try
        {
            Last = Sum(await Client.GetStringAsync(address, stop), name);
        }
        catch (HttpRequestException)
        {
        }

        return Last;
    }

    /// <summary>The sum of the lines that begin with the name.</summary>
    public static long Sum(string text, string name) => (long)text.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => line[(line.LastIndexOf('}') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Sum(parts => double.Parse(parts is [var first, ..] && char.IsAsciiDigit(first[0]) ? first : parts[1], CultureInfo.InvariantCulture));
}
