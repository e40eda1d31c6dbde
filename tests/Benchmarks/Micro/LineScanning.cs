using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Benchmarks.Micro;

/// <summary>Finding the lines of a block, and in container logs their prefixes, against the scalar twin.</summary>
public class LineScanning
{
    private byte[] block = [];

    [Params(FileFormat.Plain, FileFormat.Cri)]
    public FileFormat Format { get; set; }

    [GlobalSetup]
    public void Setup() => block = MicroInput.Block(Format == FileFormat.Cri ? InputKind.Cri : InputKind.Plain);

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Vectors()
    {
        var lines = new LineIndex();
        LineFramer.Frame(block, Format, BlockPlace.LineStart, ref lines);
        var count = lines.Count;
        lines.Dispose();
        return count;
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Scalar()
    {
        var lines = new LineIndex();
        LineFramer.FrameScalar(block, Format, BlockPlace.LineStart, ref lines);
        var count = lines.Count;
        lines.Dispose();
        return count;
    }
}
