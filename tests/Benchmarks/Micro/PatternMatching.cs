using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Benchmarks.Micro;

/// <summary>A match of an access line with its ten groups, in each engine.</summary>
public class PatternMatching
{
    private byte[] block = [];
    private Pattern? pattern;
    private GroupSpan[] groups = [];

    public static IEnumerable<string> Engines => AccessPatterns.ByEngine.Select(p => p.Engine);

    [ParamsSource(nameof(Engines))]
    public string Engine { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        block = MicroInput.Block(InputKind.Plain);
        if (!Pattern.TryCompile(AccessPatterns.ByEngine.Single(p => p.Engine == Engine).Pattern, out pattern, out var error))
        {
            throw new InvalidOperationException($"{Engine}: {error}");
        }

        groups = new GroupSpan[pattern.Groups.Count];
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Match()
    {
        var matched = 0;
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            matched += pattern!.Matcher.TryMatch(MicroInput.Line(block, i), groups) ? 1 : 0;
        }

        return matched == MicroInput.Lines ? matched : throw new InvalidOperationException($"{Engine}: {matched} of {MicroInput.Lines} lines match");
    }
}
