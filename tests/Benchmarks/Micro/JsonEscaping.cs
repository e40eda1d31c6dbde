using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Benchmarks.Micro;

/// <summary>Escaping an access line, which has quotes, for a JSON string, against the plain twin.</summary>
public class JsonEscaping
{
    private readonly EncodeBuffer buffer = new();
    private byte[] block = [];

    [GlobalSetup]
    public void Setup() => block = MicroInput.Block(InputKind.Plain);

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Vectors()
    {
        buffer.Clear();
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            JsonEscaper.Escape(MicroInput.Line(block, i), buffer);
        }

        return buffer.Length;
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Scalar()
    {
        buffer.Clear();
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            JsonEscaper.EscapeUntrusted(MicroInput.Line(block, i), buffer);
        }

        return buffer.Length;
    }
}
