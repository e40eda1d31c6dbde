using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Buffering;

namespace LogOperator.Benchmarks.Micro;

/// <summary>The checksum of what is kept on disk, a line at a time.</summary>
public class Checksums
{
    private byte[] block = [];

    [GlobalSetup]
    public void Setup() => block = MicroInput.Block(InputKind.Plain);

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public uint Crc()
    {
        var sum = 0u;
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            sum ^= Crc32C.Of(MicroInput.Line(block, i));
        }

        return sum;
    }
}
