using System.Globalization;
using LogOperator.Benchmarks.Measuring;
using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary><c>wc -l</c>: what only reading the file and finding its lines costs.</summary>
internal sealed class WordCount : IContender
{
    public const string Title = "wc -l";

    public string Name => Title;

    public string About { get; } = Tool.FirstLine("wc", "--version");

    public bool Does(BenchmarkCase work) => true;

    public Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic) =>
        new(["wc", "-l", work.Input.Path], output => long.Parse(output.Split(' ')[0], CultureInfo.InvariantCulture), work.Input.Lines);
}
