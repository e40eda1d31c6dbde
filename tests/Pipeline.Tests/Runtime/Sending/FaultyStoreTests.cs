using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using LogOperator.TestKit;
using LogOperator.TestKit.Http;
using LogOperator.TestKit.Logs;

namespace LogOperator.Pipeline.Tests.Runtime.Sending;

/// <summary>A store that fails in every way that a server can, at random, against what the ids of the records say.</summary>
[Trait("Category", "Integration")]
[Trait("SecondRun", "Never")]
public sealed class FaultyStoreTests : IAsyncLifetime
{
    private const int Lines = 4000;
    private const int Speed = 10;
    private readonly HostFixture node = new() { Time = new ShiftedTimeProvider(Speed) };
    private HttpSinkServer server = null!;

    public async ValueTask InitializeAsync() => server = await HttpSinkServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Nothing_is_lost_whatever_the_store_answers_and_only_what_it_had_stored_comes_again()
    {
        for (var seed = 0; seed < Soak.Factor; seed++)
        {
            await RunAsync(seed, concurrency: 1);
        }
    }

    [Fact]
    public async Task Requests_in_flight_together_lose_nothing_either()
    {
        for (var seed = 1000; seed < 1000 + Soak.Factor; seed++)
        {
            await RunAsync(seed, concurrency: 4);
        }
    }

    [Fact]
    public async Task A_store_that_asks_to_wait_is_left_alone_for_so_long()
    {
        server.Enqueue(HttpSinkAnswer.TooManyRequests(TimeSpan.FromSeconds(60)));
        using var log = new PodLog(node.Root);
        log.Write("one");
        await node.StartAsync(HostFixture.Config([HostFixture.HttpStore(server.Address)]));
        await server.WaitForAsync(s => s.Requests.Count == 1, TimeSpan.FromSeconds(30));
        var since = TimeProvider.System.GetTimestamp();
        await server.WaitForLinesAsync(1, TimeSpan.FromSeconds(30));
        Assert.True(TimeProvider.System.GetElapsedTime(since) >= TimeSpan.FromSeconds(59) / Speed);
    }

    private async Task RunAsync(int seed, int concurrency)
    {
        var faults = new RandomFaults(seed);
        server.Judge = faults.Answer;
        var before = server.Requests.Count;
        using var log = new PodLog(node.Root, pod: $"web-{seed}", uid: $"0b0e3c1e-8d5c-4f43-9b0b-{seed:000000000000}");
        var host = await node.StartAsync(Config(concurrency));
        for (var i = 0; i < Lines; i += 100)
        {
            log.Write(Enumerable.Range(i, 100).Select(n => n % 997 == 500 ? $"{seed} poison {n}" : $"{seed} line {n}"));
            if (i % 1000 == 900)
            {
                log.Rotate();
            }
        }

        var wanted = Enumerable.Range(0, Lines).Where(n => n % 997 != 500).ToList();
        await Eventually.Holds(
            () => Numbers(Requests(before).Where(r => r.Stored)).Distinct().Count() >= wanted.Count
                && host.Report().Pipelines.Single().Branches.Single() is { PendingRecords: 0, LagBytes: 0 },
            $"seed {seed}: all lines are stored",
            TimeSpan.FromSeconds(60));
        var branch = host.Report().Pipelines.Single().Branches.Single();
        await node.StopAsync();

        var stored = Requests(before).Where(r => r.Stored).ToList();
        var numbers = Numbers(stored).ToList();
        Assert.True(wanted.SequenceEqual(numbers.Distinct().Order()), $"seed {seed}: {Difference(wanted, numbers)}");
        Assert.Equal(Lines - wanted.Count, branch.Dropped["rejected"]);

        // The last time that a line was stored may be known to the client; each time before must not be.
        var last = new Dictionary<string, HttpSinkRequest>();
        foreach (var request in stored)
        {
            foreach (var id in request.Lines.Select(IdOf))
            {
                if (last.TryGetValue(id, out var earlier))
                {
                    Assert.True(earlier.Answer.IsUnknown || earlier.Answer.Delay > TimeSpan.Zero, $"seed {seed}: record {id} came again after {earlier.Answer}");
                }

                last[id] = request;
            }
        }

        if (concurrency == 1)
        {
            var first = numbers.Distinct().ToList();
            Assert.True(first.SequenceEqual(first.Order()), $"seed {seed}: the order changed: {Difference([.. first.Order()], first)}");
        }
    }

    private IEnumerable<HttpSinkRequest> Requests(int after) => server.Requests.Skip(after);

    private static IEnumerable<int> Numbers(IEnumerable<HttpSinkRequest> requests) =>
        requests.SelectMany(r => r.Lines).Select(l => int.Parse(BodyOf(l).Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture));

    private static string BodyOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("body").GetString()!;

    private static string IdOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!;

    private static string Difference(List<int> expected, List<int> found)
    {
        var at = expected.Zip(found).TakeWhile(p => p.First == p.Second).Count();
        return $"{found.Distinct().Count()} of {expected.Count}; at {at} expected {string.Join(", ", expected.Skip(at).Take(5))}, found {string.Join(", ", found.Skip(at).Take(5))}";
    }

    private AgentConfig Config(int concurrency) => HostFixture.Config(
    [
        HostFixture.Store(
            "http",
            $$$"""
            {"http": {"url": "{{{server.Address}}}"}, "retry": {"initial": "100ms", "max": "1s"},
             "batch": {"maxDelay": "100ms", "maxBytes": "16Ki", "maxRecords": 120, "concurrency": {{{concurrency}}}}}
            """),
    ]);

    /// <summary>Answers of a server that does everything wrong, half of the time.</summary>
    private sealed class RandomFaults(int seed)
    {
        private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(20);
        private readonly Random random = new(seed);
        private int left = 120;

        public HttpSinkAnswer? Answer(int number, IReadOnlyList<string> lines)
        {
            if (lines.Count > 100)
            {
                return HttpSinkAnswer.TooLarge;
            }

            lock (random)
            {
                // The worst ends, or a bad seed would take for ever.
                var fault = left-- > 0 ? random.Next(26) : 26;
                var isPoisoned = lines.Any(l => l.Contains("poison", StringComparison.Ordinal));
                return fault switch
                {
                    0 => HttpSinkAnswer.TooManyRequests(TimeSpan.FromSeconds(random.Next(3))),
                    1 when lines.Count > 1 => HttpSinkAnswer.TooLarge,
                    2 => HttpSinkAnswer.Unavailable,
                    3 => new HttpSinkAnswer(500, Body: new string('x', 5000)),
                    4 => HttpSinkAnswer.Unauthorized,
                    5 => HttpSinkAnswer.Cut,
                    6 => new HttpSinkAnswer(503, Delay: Drip, Fault: (HttpSinkFault)random.Next(1, 8)),
                    7 when !isPoisoned => HttpSinkAnswer.CutAfterStoring,
                    8 when !isPoisoned => new HttpSinkAnswer(200, Delay: Drip, Fault: (HttpSinkFault)random.Next(1, 8)),
                    9 when !isPoisoned => HttpSinkAnswer.Slow(TimeSpan.FromSeconds(35) / Speed),
                    10 when !isPoisoned => HttpSinkAnswer.Slow(TimeSpan.FromSeconds(5) / Speed),
                    _ => isPoisoned ? new HttpSinkAnswer(400, Body: number % 2 == 0 ? "" : "mapper_parsing_exception") : null,
                };
            }
        }
    }
}
