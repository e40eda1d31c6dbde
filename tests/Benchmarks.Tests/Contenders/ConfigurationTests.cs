using LogOperator.Benchmarks.Contenders;
using LogOperator.TestKit;

namespace LogOperator.Benchmarks.Tests.Contenders;

/// <summary>The configurations of collectors that may be there, against the committed ones beside this file; <c>UPDATE_GOLDEN=1</c> writes those instead.</summary>
public sealed class ConfigurationTests : IDisposable
{
    private const int Port = 2020;
    private readonly TempDirectory cache = new();

    public static TheoryData<string, string> Configurations =>
    [
        .. from name in new[] { "plain", "cri", "json", "regex", "kafka" }
           from contender in new[] { "fluent-bit", "vector", "loongcollector" }
           where contender != "loongcollector" || name is not ("cri" or "json")
           select new TheoryDataRow<string, string>(contender, name),
    ];

    public void Dispose() => cache.Dispose();

    [Theory]
    [MemberData(nameof(Configurations))]
    public void A_configuration_is_the_committed_one(string contender, string name)
    {
        var work = BenchmarkCase.All(cache.Path, 5120).First(c => c.Name == name);
        (string, string)? topic = work.Work == Work.ProduceToKafka ? ("127.0.0.1:9092", "bench-1") : null;
        var text = contender switch
        {
            "fluent-bit" => FluentBitConfig.Of(work, "/tmp/bench", Port, topic),
            "vector" => VectorConfig.Of(work, "/tmp/bench", Port, topic),
            _ => LoongCollectorConfig.Of(work, "/tmp/bench", topic),
        };
        var actual = text.Replace(cache.Path, "/cache", StringComparison.Ordinal);
        var golden = RepositoryRoot.File("tests", "Benchmarks.Tests", "Contenders", "Golden", $"{contender}-{name}.yaml");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(golden)!);
            File.WriteAllText(golden, actual);
        }

        Assert.Equal(File.ReadAllText(golden), actual);
    }
}
