using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Perfolizer.Horology;

namespace LogOperator.Benchmarks.Micro;

/// <summary>Runs the benchmarks of single steps in this process: this BenchmarkDotNet is older than the runtime and cannot build programs for it.</summary>
internal static class MicroSuite
{
    private static readonly Type[] Benchmarks =
        [typeof(LineScanning), typeof(ContainerPrefixes), typeof(JsonIndexing), typeof(PatternMatching), typeof(JsonEscaping), typeof(Checksums)];

    /// <summary>Runs all of them.</summary>
    public static IReadOnlyList<MicroResult> Run()
    {
        var artifacts = Directory.CreateTempSubdirectory("log-operator-micro-");
        try
        {
            var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(5).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(100));
            var config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddLogger(new ConsoleLogger()).AddColumnProvider(DefaultColumnProviders.Instance)
                .WithArtifactsPath(artifacts.FullName);
            return [.. Benchmarks.SelectMany(type => BenchmarkRunner.Run(type, config).Reports).Select(MicroResult.Of)];
        }
        finally
        {
            artifacts.Delete(recursive: true);
        }
    }
}
