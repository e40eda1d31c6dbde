using System.Diagnostics;
using System.Globalization;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Benchmarks.Micro;

/// <summary>What a match with groups costs in each engine, by processor time: the best of several runs over the same lines.</summary>
internal static class PatternBenchmark
{
    private const int Runs = 9;
    private const int Lines = 20_000;

    /// <summary>Measures and prints a table.</summary>
    /// <param name="cache">Directory that keeps the input file.</param>
    /// <param name="output">Where to.</param>
    public static void Run(string cache, TextWriter output)
    {
        var text = File.ReadAllBytes(InputFile.Get(InputKind.Plain, cache, Lines * InputFile.LineLength).Path);
        output.WriteLine("| engine | ns a line | MB/s | bytes allocated a line |");
        output.WriteLine("| --- | --: | --: | --: |");
        foreach (var (name, source) in AccessPatterns.ByEngine)
        {
            if (!Pattern.TryCompile(source, out var pattern, out var error))
            {
                throw new InvalidOperationException($"{name}: {error}");
            }

            var groups = new GroupSpan[pattern.Groups.Count];
            var (best, allocated) = (TimeSpan.MaxValue, long.MaxValue);
            var lines = text.Length / InputFile.LineLength;
            for (var run = 0; run < Runs; run++)
            {
                var bytes = GC.GetAllocatedBytesForCurrentThread();
                var started = Process.GetCurrentProcess().UserProcessorTime;
                for (var i = 0; i < lines; i++)
                {
                    if (!pattern.Matcher.TryMatch(text.AsSpan(i * InputFile.LineLength, InputFile.LineLength - 1), groups))
                    {
                        throw new InvalidOperationException($"{name}: line {i + 1} does not match");
                    }
                }

                var took = Process.GetCurrentProcess().UserProcessorTime - started;
                best = took < best ? took : best;
                allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - bytes);
            }

            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {pattern.Matcher.Engine} | {best.TotalNanoseconds / lines:F0} | {text.Length / best.TotalMicroseconds:F0} | {allocated / lines} |"));
        }
    }
}
