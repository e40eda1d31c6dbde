using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Benchmarks.Micro;

/// <summary>Parsing the prefix of a container log line: fixed places first, against the search for the three spaces alone.</summary>
public class ContainerPrefixes
{
    private byte[] block = [];

    [GlobalSetup]
    public void Setup() => block = MicroInput.Block(InputKind.Cri);

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int FixedPlaces()
    {
        var sum = 0;
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            var line = MicroInput.Line(block, i);
            if (CriPrefix.TryParseFast(in line[0], out _, out var content, out _) || CriPrefix.TryParse(line, out _, out content, out _))
            {
                sum += content;
            }
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Search()
    {
        var sum = 0;
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            if (CriPrefix.TryParse(MicroInput.Line(block, i), out _, out var content, out _))
            {
                sum += content;
            }
        }

        return sum;
    }
}
