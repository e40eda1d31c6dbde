using System.Globalization;
using System.Text;

namespace LogOperator.TestKit.Fuzzing;

/// <summary>
/// Feeds a parser with mutated samples for about a second (<see cref="Soak.Factor"/> times as long in a soak). Whatever a check throws fails the test with the
/// seed and the smallest input found that still fails; so do inputs that take seconds or that make the parser allocate beyond a bound.
/// </summary>
/// <param name="samples">Real inputs, as text.</param>
public sealed class Fuzz(params IReadOnlyList<string> samples)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(0.8);
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(20);
    private readonly List<byte[]> corpus = [.. samples.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Real inputs, as bytes, beside the texts.</summary>
    public IReadOnlyList<byte[]> Files { get; init; } = [];

    /// <summary>Words of the language, put in at random.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Most bytes that one check may allocate: a fixed part and so many for each byte of input.</summary>
    public (long Fixed, int PerByte) Allocations { get; init; } = (8 << 20, 400);

    /// <summary>Runs.</summary>
    /// <param name="check">Parses an input and checks what comes out; throws where that is wrong.</param>
    public void Run(Action<byte[]> check)
    {
        corpus.AddRange(Files);
        foreach (var sample in corpus)
        {
            Try(check, sample, "a sample");
        }

        var mutator = new Mutator(corpus, [.. Words.Select(Encoding.UTF8.GetBytes)]);
        var chosen = Environment.GetEnvironmentVariable("LOG_OPERATOR_SEED");
        if (int.TryParse(chosen, NumberStyles.None, CultureInfo.InvariantCulture, out var seed))
        {
            Try(check, mutator.Next(new Random(seed)), $"seed {seed}");
            return;
        }

        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < Duration * Soak.Factor)
        {
            Try(check, mutator.Next(new Random(seed)), $"seed {seed} (LOG_OPERATOR_SEED={seed} runs it alone)");
            seed++;
        }
    }

    private void Try(Action<byte[]> check, byte[] input, string what)
    {
        if (Failure(check, input) is not { } failure)
        {
            return;
        }

        var smallest = Minimise(check, input);
        var reason = Failure(check, smallest) ?? failure;
        throw new InvalidOperationException($"{what}: {smallest.Length} bytes {Literal(smallest)}: {reason.Message}", reason);
    }

    private Exception? Failure(Action<byte[]> check, byte[] input)
    {
        // A check that never ends must end the test: its thread is left behind then.
        var running = Task.Run(() => Check(check, input));
        return running.Wait(LongestCheck) ? running.Result : new TimeoutException($"no end after {LongestCheck.TotalSeconds} s");
    }

    private Exception? Check(Action<byte[]> check, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var since = TimeProvider.System.GetTimestamp();
        try
        {
            check(input);
        }
        catch (Exception e)
        {
            return e;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var limit = Allocations.Fixed + ((long)Allocations.PerByte * input.Length);
        if (allocated > limit)
        {
            return new InvalidOperationException($"it allocated {allocated} bytes, more than {limit}");
        }

        var took = TimeProvider.System.GetElapsedTime(since);
        return took > LongestCheck ? new TimeoutException($"it took {took.TotalSeconds} s") : null;
    }

    /// <summary>Leaves out whatever is not needed to fail, in smaller and smaller pieces.</summary>
    private byte[] Minimise(Action<byte[]> check, byte[] input)
    {
        var left = 2000;
        for (var piece = Math.Max(1, input.Length / 2); piece > 0; piece /= 2)
        {
            for (var at = 0; at + piece <= input.Length && left-- > 0;)
            {
                byte[] shorter = [.. input[..at], .. input[(at + piece)..]];
                if (Failure(check, shorter) is null)
                {
                    at += piece;
                }
                else
                {
                    input = shorter;
                }
            }
        }

        return input;
    }

    private static string Literal(byte[] bytes)
    {
        var text = new StringBuilder("\"");
        foreach (var one in bytes.AsSpan(0, Math.Min(bytes.Length, 2000)))
        {
            text.Append(one is >= 0x20 and < 0x7f and not ((byte)'"' or (byte)'\\') ? ((char)one).ToString() : $"\\x{one:x2}");
        }

        return text.Append('"').ToString();
    }
}
