using LogOperator.Pipeline.Buffering;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.TestKit;
using LogOperator.TestKit.Fuzzing;
using Microsoft.Extensions.Logging.Abstractions;

namespace LogOperator.Pipeline.Tests.Fuzzing;

/// <summary>The log of checkpoints after anything happened to its bytes.</summary>
[Trait("Category", "Integration")]
public sealed class CheckpointFuzzTests
{
    [Fact]
    public void A_damaged_log_is_read_as_far_as_it_is_whole_and_written_anew()
    {
        using var directory = new TempDirectory();
        var state = directory.Path + "/state";
        using (var store = new CheckpointStore(state, new ManualTimeProvider(), NullLogger.Instance))
        {
            for (var i = 0UL; i < 20; i++)
            {
                store.Set(new("shop/web", "shop/out", i), Noted(i));
            }
        }

        var log = Directory.GetFiles(state).Single(f => Path.GetFileName(f) != "lock");
        new Fuzz { Files = [File.ReadAllBytes(log), []] }.Run(bytes =>
        {
            File.WriteAllBytes(log, bytes);
            if (CheckpointLog.VersionOf(bytes) is { } version && CheckpointLog.IsLater(version))
            {
                Assert.Throws<IOException>(() => new CheckpointStore(state, new ManualTimeProvider(), NullLogger.Instance));
                return;
            }

            var kept = 0;
            using (var store = new CheckpointStore(state, new ManualTimeProvider(), NullLogger.Instance))
            {
                for (var i = 0UL; i < 20; i++)
                {
                    if (store.TryGet(new("shop/web", "shop/out", i), out var checkpoint))
                    {
                        // A checksum keeps what is read equal to what was written.
                        Assert.Equal(Noted(i), checkpoint);
                        kept++;
                    }
                }

                store.Set(new("shop/web", "shop/out", 99), new(1, 2));
                Assert.True(store.Sync());
            }

            using var again = new CheckpointStore(state, new ManualTimeProvider(), NullLogger.Instance);
            Assert.True(again.TryGet(new("shop/web", "shop/out", 99), out _));
            Assert.Equal(kept, Enumerable.Range(0, 20).Count(i => again.TryGet(new("shop/web", "shop/out", (ulong)i), out _)));
        });
    }

    private static Checkpoint Noted(ulong number)
    {
        var at = (long)number * 100;
        return new(at, at * 2) { Places = number % 2 == 0 ? null : new StreamPlaces(at * 2, at, at + 1) };
    }
}
