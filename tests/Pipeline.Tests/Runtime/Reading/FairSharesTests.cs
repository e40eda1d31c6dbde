using LogOperator.Pipeline.Runtime.Reading;

namespace LogOperator.Pipeline.Tests.Runtime.Reading;

/// <summary>How processor time is divided, by a reader that is simulated: it offers turns in rotation, as the pool does, and charges what they are said to cost.</summary>
public sealed class FairSharesTests
{
    private const long Millisecond = 1_000_000;
    private readonly FairShares shares = new();
    private readonly Dictionary<FairShare, long> used = [];

    [Fact]
    public void A_pipeline_with_slow_stages_gets_no_more_than_its_share()
    {
        var (slow, quick) = (Join("a"), Join("b"));
        Work(2000 * Millisecond, (slow, 50 * Millisecond), (quick, Millisecond / 10));
        AssertShare(0.5, slow);
        AssertShare(0.5, quick);
    }

    [Fact]
    public void Namespaces_share_equally_however_many_pipelines_they_have()
    {
        FairShare[] many = [.. Enumerable.Range(0, 9).Select(_ => Join("many"))];
        var one = Join("one");
        Work(5000 * Millisecond, [.. many.Select(s => (s, Millisecond)), (one, Millisecond)]);
        AssertShare(0.5, one);
        Assert.All(many, s => AssertShare(0.5 / 9, s));
    }

    [Fact]
    public void Who_was_idle_has_saved_nothing_up()
    {
        var (idle, busy) = (Join("a"), Join("b"));
        Work(1000 * Millisecond, (busy, Millisecond));
        used.Clear();
        Work(1000 * Millisecond, (busy, Millisecond), (idle, Millisecond));
        AssertShare(0.5, idle);
    }

    [Fact]
    public void What_nobody_else_wants_is_used()
    {
        var (alone, _) = (Join("a"), Join("b"));
        Work(1000 * Millisecond, (alone, Millisecond));
        Assert.True(alone.MayRun());
    }

    [Fact]
    public void Who_leaves_is_waited_for_no_longer()
    {
        var (stays, leaves) = (Join("a"), Join("a"));
        Work(100 * Millisecond, (stays, Millisecond), (leaves, Millisecond));
        leaves.Leave();
        Work(100 * Millisecond, (stays, Millisecond));
        Assert.True(stays.MayRun());
        Assert.Equal(1, stays.Neighbours);
    }

    private FairShare Join(string @namespace) => shares.Join(@namespace);

    private void Work(long total, params (FairShare Share, long Cost)[] wanting)
    {
        var done = 0L;
        while (done < total)
        {
            shares.Compare();
            var turns = wanting.Where(w => w.Share.MayRun()).ToArray();
            foreach (var (share, cost) in turns.Length > 0 ? turns : wanting)
            {
                share.Charge(cost);
                used[share] = used.GetValueOrDefault(share) + cost;
                done += cost;
            }
        }
    }

    private void AssertShare(double expected, FairShare share)
    {
        var part = used.GetValueOrDefault(share) / (double)used.Values.Sum();
        Assert.InRange(part, expected * 0.9, expected * 1.1);
    }
}
