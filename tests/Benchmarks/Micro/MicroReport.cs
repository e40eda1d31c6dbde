using System.Globalization;
using System.Text;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Benchmarks.Reporting;

namespace LogOperator.Benchmarks.Micro;

/// <summary>The results of single steps as a page of Markdown.</summary>
internal static class MicroReport
{
    public static string Of(IReadOnlyList<MicroResult> results, Machine machine, DateTimeOffset now)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            # Single steps

            Written by `make bench`; what it is for: [README.md](README.md).

            - {now:yyyy-MM-dd}; {machine.Processor}, {machine.Processors.Count} cores, {machine.Kernel}; .NET {Environment.Version}, BenchmarkDotNet in this process, just-in-time compiled
            - for one line of {InputFile.LineLength} bytes, in a loop over a block of {MicroInput.Lines} lines that stays in the processor's caches

            | step | how | ns | ± | GB/s | bytes allocated |
            | --- | --- | --: | --: | --: | --: |

            """);
        foreach (var result in results)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {result.Step} | {result.Way} | {result.Nanoseconds:F1} | {result.Deviation:F1} | {InputFile.LineLength / result.Nanoseconds:F1} | {result.Allocated:0.#} |\n");
        }

        return text.ToString();
    }
}
