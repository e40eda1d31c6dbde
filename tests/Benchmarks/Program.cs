using System.CommandLine;
using LogOperator.Benchmarks;
using LogOperator.Benchmarks.Load;
using LogOperator.Benchmarks.Micro;
using LogOperator.Benchmarks.Reporting;
using LogOperator.Benchmarks.Starting;

var runs = new Option<int>("--runs") { Description = "Counted runs of each contender in each setting.", DefaultValueFactory = _ => 5 };
var slowRuns = new Option<int>("--slow-runs") { Description = $"Counted runs of a contender that takes longer than {RunPlan.Slow.TotalSeconds} s; it runs on one processor only.", DefaultValueFactory = _ => 3 };
var size = new Option<long>("--size") { Description = "Bytes of each input file.", DefaultValueFactory = _ => 1L << 30 };
var only = new Option<string[]>("--case") { Description = "Only the cases with these names.", AllowMultipleArgumentsPerToken = true };
var cache = new Option<string>("--cache") { Description = "Directory that keeps the input files.", Required = true };
var report = new Option<string>("--report") { Description = "Markdown file to write.", Required = true };
var logctl = new Option<string>("--logctl") { Description = "The program that is measured.", Required = true };
var logagent = new Option<string?>("--logagent") { Description = "The agent, for the load case in a cluster." };
var packaging = new Option<string>("--packaging") { Description = "How it was published, for the report.", DefaultValueFactory = _ => "" };
var otelcol = new Option<string?>("--otelcol") { Description = "The OpenTelemetry Collector." };
var otelcolVersion = new Option<string>("--otelcol-version") { Description = "Its version, for the report.", DefaultValueFactory = _ => "" };
var rsyslogd = new Option<string?>("--rsyslogd") { Description = "rsyslog." };
var syslogNg = new Option<string?>("--syslog-ng") { Description = "Directory in which the packages of syslog-ng were unpacked." };

var command = new RootCommand("Measures whole processes over the same files and writes a table.")
{
    runs, slowRuns, size, only, cache, report, logctl, packaging, otelcol, otelcolVersion, rsyslogd, syslogNg,
};
command.SetAction(async (parsed, stop) =>
{
    var suite = new Suite(Found(parsed), parsed.GetRequiredValue(cache), parsed.GetRequiredValue(size), new(parsed.GetRequiredValue(runs), parsed.GetRequiredValue(slowRuns)), Console.Error);
    var results = new List<CaseResult>();
    await foreach (var result in suite.RunAsync(parsed.GetValue(only) ?? [], stop))
    {
        // After each case, so that a suite that is stopped leaves what it had.
        results.Add(result);
        var text = MarkdownReport.Of(results, Machine.Describe(), parsed.GetRequiredValue(runs), TimeProvider.System.GetUtcNow());
        await File.WriteAllTextAsync(parsed.GetRequiredValue(report), text, stop);
    }

    return results.All(c => c.Rows.All(r => r.Complete || r.IsUntried)) ? 0 : 1;
});
var micro = new Command("micro", "Measures single steps of the way of a line, with BenchmarkDotNet.") { report };
micro.SetAction(parsed => File.WriteAllText(parsed.GetRequiredValue(report), MicroReport.Of(MicroSuite.Run(), Machine.Describe(), TimeProvider.System.GetUtcNow())));
command.Add(micro);

var assemblies = new Option<string>("--assemblies") { Description = "Directory of the program's assemblies, untrimmed.", Required = true };
var trace = new Option<string>("--trace") { Description = "The runtime's events of a start.", Required = true };
var jitted = new Option<string>("--jitted") { Description = "The runtime's list of what it compiled in that start.", Required = true };
var profileFile = new Option<string>("--output") { Description = "The file to write.", Required = true };
var profile = new Command("profile", "Writes which methods a program needs to start, for the ahead-of-time compiler (hack/profile).") { assemblies, trace, jitted, profileFile };
profile.SetAction(parsed =>
{
    var (written, missing) = StartProfile.Write(
        parsed.GetRequiredValue(assemblies), parsed.GetRequiredValue(trace), parsed.GetRequiredValue(jitted), parsed.GetRequiredValue(profileFile));
    Console.WriteLine($"{written} methods, {missing} more could not be found");
});
command.Add(profile);

var duration = new Option<TimeSpan?>("--duration") { Description = "How long each contender is measured, in place of each case's own duration." };
var underLoad = new Command("load", "Measures programs that read logs while they are written at a fixed rate.") { only, report, logctl, logagent, packaging, otelcol, otelcolVersion, duration };
underLoad.SetAction(async (parsed, stop) =>
{
    var suite = new LoadSuite(Found(parsed), parsed.GetValue(duration), Console.Error);
    var results = new List<LoadMeasurement>();
    await foreach (var result in suite.RunAsync(parsed.GetValue(only) ?? [], stop))
    {
        results.Add(result);
        await File.WriteAllTextAsync(parsed.GetRequiredValue(report), LoadReport.Of(results, suite.Contenders, Machine.Describe(), TimeProvider.System.GetUtcNow()), stop);
    }

    return results.All(r => !r.IsOurs || r.Complete) ? 0 : 1;
});
command.Subcommands.Add(underLoad);
return await command.Parse(args).InvokeAsync();

Programs Found(ParseResult parsed) => new(
    parsed.GetRequiredValue(logctl), parsed.GetValue(logagent), parsed.GetRequiredValue(packaging), parsed.GetValue(otelcol), parsed.GetRequiredValue(otelcolVersion), parsed.GetValue(rsyslogd), parsed.GetValue(syslogNg));
