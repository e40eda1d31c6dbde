namespace LogOperator.Benchmarks.Contenders;

/// <summary>Everybody who takes part on this machine.</summary>
internal static class Roster
{
    /// <summary>Ours first, <c>wc -l</c> last.</summary>
    /// <param name="programs">The programs that were named.</param>
    /// <param name="environment">Looks a variable up, for those that are found by one or on PATH.</param>
    public static IReadOnlyList<IContender> Of(Programs programs, Func<string, string?> environment)
    {
        List<IContender> all =
        [
            new Logctl(programs.Logctl, programs.Packaging),
            new Logctl(programs.Logctl, programs.Packaging, VectorWidth.Bits256),
            new Logctl(programs.Logctl, programs.Packaging, VectorWidth.Bits128),
        ];
        Add(all, programs.Otelcol, program => [new OtelCollector(program, programs.OtelcolVersion)]);
        Add(all, programs.Rsyslogd, program => [new Rsyslog(program), new RsyslogKafka(program)]);
        Add(all, programs.SyslogNg, root => [new SyslogNg(root)]);
        Add(all, ProgramFinder.Find("FLUENT_BIT", "fluent-bit", environment), program => [new FluentBit(program)]);
        Add(all, ProgramFinder.Find("VECTOR", "vector", environment), program => [new Vector(program)]);
        Add(all, ProgramFinder.Find("LOONGCOLLECTOR", "loongcollector", environment), program => [new LoongCollector(program)]);
        Add(all, ProgramFinder.Find("KCAT", "kcat", environment), program => [new Kcat(program)]);
        Add(all, ProgramFinder.Find("RDKAFKA_PERFORMANCE", "rdkafka_performance", environment), program => [new RdkafkaPerformance(program)]);
        all.Add(new WordCount());
        return all;
    }

    private static void Add(List<IContender> all, string? found, Func<string, IEnumerable<IContender>> make)
    {
        if (found is not null)
        {
            all.AddRange(make(found));
        }
    }
}
