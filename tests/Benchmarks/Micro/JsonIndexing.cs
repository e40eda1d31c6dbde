using System.Text.Json;
using BenchmarkDotNet.Attributes;
using LogOperator.Benchmarks.Inputs;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Benchmarks.Micro;

/// <summary>Proving a JSON line valid and finding one member of it, against the reader of System.Text.Json over the whole of it.</summary>
public unsafe class JsonIndexing
{
    private static readonly byte[][] Level = ["level"u8.ToArray()];
    private readonly List<byte[]> objects = [];

    [GlobalSetup]
    public void Setup()
    {
        var block = MicroInput.Block(InputKind.CriJson);
        for (var i = 0; i < MicroInput.Lines; i++)
        {
            var line = MicroInput.Line(block, i);
            if (CriPrefix.TryParse(line, out _, out var content, out _))
            {
                objects.Add(line[content..].ToArray());
            }
        }
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Scan()
    {
        var valid = 0;
        foreach (var text in objects)
        {
            fixed (byte* start = text)
            {
                valid += JsonScanner.Value(start, start + text.Length, 0) is null ? 0 : 1;
            }
        }

        return valid;
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int FindMember()
    {
        var found = 0;
        foreach (var text in objects)
        {
            found += JsonMembers.Find(text, Level).Bytes.Length;
        }

        return found;
    }

    [Benchmark(OperationsPerInvoke = MicroInput.Lines)]
    public int Utf8JsonReader()
    {
        var tokens = 0;
        foreach (var text in objects)
        {
            var reader = new Utf8JsonReader(text);
            while (reader.Read())
            {
                tokens++;
            }
        }

        return tokens;
    }
}
