using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Tests.Buffering.Disk;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Buffering;

/// <summary>What the parser of checkpoints makes of bytes that nobody wrote so.</summary>
[Trait("SecondRun", "Never")]
public sealed class CheckpointLogTests
{
    [Fact]
    public void Random_bytes_hold_no_checkpoints()
    {
        for (var seed = 1; seed <= 1000 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(500)];
            random.NextBytes(bytes);
            if (bytes.Length >= CheckpointLog.Header.Length && random.Next(4) > 0)
            {
                CheckpointLog.Header.CopyTo(bytes);
            }

            Assert.Empty(Read(bytes).Found);
        }
    }

    [Fact]
    public void Changed_logs_hold_a_beginning_of_what_was_written()
    {
        for (var seed = 1; seed <= 1000 * Soak.Factor; seed++)
        {
            var random = new Random(seed);
            var bytes = Write(random);
            var written = Read(bytes);
            Assert.Equal(bytes.Length, written.Whole);
            var changed = Mutation.Of([.. bytes], random);
            var read = Read(changed);
            Assert.InRange(read.Whole, 0, changed.Length);

            // A stretch of whole entries that stands twice is not damage: a later entry replaces an earlier one.
            Assert.True(read.Found.All(written.Found.Contains), $"seed {seed}: a checkpoint that was not written");
        }
    }

    private static byte[] Write(Random random)
    {
        using var output = new MemoryStream();
        output.Write(CheckpointLog.Header);
        CheckpointLog.WriteName(output, "shop/web");
        CheckpointLog.WriteName(output, "shop/kafka");
        for (var i = random.Next(20); i > 0; i--)
        {
            if (random.Next(4) == 0)
            {
                CheckpointLog.WriteFile(output, new KnownFile((ulong)i, random.Next(3), (ulong)random.Next(), random.Next()));
            }
            else
            {
                var places = random.Next(2) == 0 ? null : new StreamPlaces(random.Next(), random.Next(), random.Next());
                var checkpoint = new Checkpoint(random.Next(), random.Next()) { Places = places };
                CheckpointLog.WriteCheckpoint(output, 0, 1, (ulong)random.Next(5), checkpoint, random.Next());
            }
        }

        return output.ToArray();
    }

    private static (int Whole, List<object> Found) Read(byte[] bytes)
    {
        var found = new List<object>();
        var whole = CheckpointLog.Read(bytes, [], (key, checkpoint, touched) => found.Add((key, checkpoint, touched)), known => found.Add(known));
        return (whole, found);
    }
}
