using System.Globalization;
using System.IO.Compression;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>Random histories of a log, replayed from a seed, against a list of the lines written.</summary>
[Trait("SecondRun", "Never")]
public sealed class RandomWriterTests
{
    private const int Seeds = 60;
    private const int More = 2_000;

    [Fact]
    public void Every_line_of_any_history_is_read_once_and_in_order() => Check(0, Seeds);

    [Fact]
    [Trait("Category", "Integration")]
    public void Every_line_of_thousands_of_histories_is_read_once_and_in_order() => Check(Seeds, More * Soak.Factor);

    private static void Check(int first, int count)
    {
        for (var seed = first; seed < first + count; seed++)
        {
            using var history = new History(seed);
            history.Run(80);
            Assert.True(history.Expected.SequenceEqual(history.Read), $"seed {seed}: {history.Difference}");
            Assert.All(history.Streams, numbers => Assert.Equal(numbers.Order(), numbers));
            Assert.Equal(history.Ids, history.Ids.Distinct());
        }
    }

    private sealed class History : IDisposable
    {
        private readonly FollowerFixture fixture = new();
        private readonly Random random;
        private readonly List<string> rotated = [];
        private string pending = "";
        private int lines;
        private int rotations;
        private bool isSeen;

        public History(int seed)
        {
            random = new Random(seed);
            fixture.FollowPlain("app.log*");
        }

        public List<string> Expected { get; } = [];

        /// <summary>A rotated file that is first seen while nothing has the name before rotation is a stream of its own.</summary>
        public IEnumerable<string> Read => fixture.Bodies.OrderBy(NumberOf);

        public IEnumerable<int[]> Streams => fixture.Streams.Select(s => fixture.TailOf(s).Records.Select(r => NumberOf(r.Body)).ToArray());

        public IEnumerable<string> Ids => fixture.Records.Select(r => r.Id.ToString());

        public string Difference
        {
            get
            {
                var read = Read.ToList();
                var at = Expected.Zip(read).TakeWhile(p => p.First == p.Second).Count();
                return $"at {at}: expected {string.Join(',', Expected.Skip(at).Take(5))}, read {string.Join(',', read.Skip(at).Take(5))}";
            }
        }

        public void Run(int steps)
        {
            for (var i = 0; i < steps; i++)
            {
                switch (random.Next(12))
                {
                    case < 5:
                        Write();
                        break;
                    case 5:
                        Rotate();
                        break;
                    case 6:
                        Truncate();
                        break;
                    case 7:
                        Recreate();
                        break;
                    case 8:
                        Compress();
                        break;
                    default:
                        Look(random.NextDouble() * 4);
                        break;
                }
            }

            Flush();
            for (var i = 0; i < 2 * (rotations + 6); i++)
            {
                Look(3);
            }
        }

        public void Dispose() => fixture.Dispose();

        private static int NumberOf(string line) => int.Parse(line.TrimEnd('x').Split(' ')[0], CultureInfo.InvariantCulture);

        private void Write()
        {
            for (var count = random.Next(1, 6); count > 0; count--)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{lines++}{new string('x', random.Next(40))}");
                Expected.Add(line);
                pending += line + "\n";
            }

            // Writers do not write whole lines.
            var now = random.Next(3) == 0 ? random.Next(pending.Length) : pending.Length;
            fixture.Append("app.log", pending[..now]);
            pending = pending[now..];
            isSeen = false;
        }

        private void Flush()
        {
            fixture.Append("app.log", pending);
            pending = "";
            isSeen = false;
        }

        private void Rotate()
        {
            Flush();
            var name = string.Create(CultureInfo.InvariantCulture, $"app.log.20260101-{rotations++:000000}");
            fixture.Rename("app.log", name);
            rotated.Add(name);
            if (random.Next(3) == 0)
            {
                // Until the writer opens the file again, it writes to the renamed one.
                Look(random.NextDouble() * 8);
                var line = string.Create(CultureInfo.InvariantCulture, $"{lines++} late");
                Expected.Add(line);
                fixture.Append(name, line + "\n");
            }

            isSeen = false;
        }

        private void Truncate()
        {
            Flush();
            Settle();
            File.WriteAllText(fixture.Path("app.log"), "");
            if (random.Next(2) == 0)
            {
                Look(1);
            }

            isSeen = false;
        }

        private void Recreate()
        {
            Flush();
            Look(0.2);
            File.Delete(fixture.Path("app.log"));
        }

        private void Compress()
        {
            if (rotated.Count < 2)
            {
                return;
            }

            Look(0.2);
            var name = rotated[0];
            rotated.RemoveAt(0);
            using (var source = File.OpenRead(fixture.Path(name)))
            using (var target = new GZipStream(File.Create(fixture.Path(name + ".tmp")), CompressionLevel.Fastest))
            {
                source.CopyTo(target);
            }

            fixture.Rename(name + ".tmp", name + ".gz");
            File.Delete(fixture.Path(name));
        }

        /// <summary>What is truncated before it was read is lost; this history loses nothing.</summary>
        private void Settle()
        {
            for (var i = 0; i < 2 * (rotations + 6) && !isSeen; i++)
            {
                Look(3);
            }

            isSeen = true;
        }

        private void Look(double seconds) => fixture.Step(seconds);
    }
}
