using LogOperator.Pipeline.Sources.Files.Retention;

namespace LogOperator.Pipeline.Tests.Sources.Files.Retention;

public sealed class FairQuotaTests
{
    private static readonly HashSet<string> Nobody = [];

    [Fact]
    public void Nobody_gives_way_while_all_fits()
        => Assert.Null(FairQuota.GivesWay(new Dictionary<string, long> { ["shop"] = 900, ["bank"] = 100 }, 1000, Nobody));

    [Fact]
    public void Who_holds_most_gives_way()
        => Assert.Equal("shop", FairQuota.GivesWay(new Dictionary<string, long> { ["bank"] = 400, ["shop"] = 601, ["idle"] = 0 }, 1000, Nobody));

    [Fact]
    public void Of_two_that_hold_the_same_the_first_by_name_gives_way()
    {
        Assert.Equal("bank", FairQuota.GivesWay(new Dictionary<string, long> { ["shop"] = 600, ["bank"] = 600 }, 1000, Nobody));
        Assert.Equal("bank", FairQuota.GivesWay(new Dictionary<string, long> { ["bank"] = 600, ["shop"] = 600 }, 1000, Nobody));
    }

    [Fact]
    public void Who_is_within_its_share_does_not_give_way_for_one_that_has_nothing_to_give()
    {
        var held = new Dictionary<string, long> { ["bank"] = 500, ["shop"] = 700 };
        Assert.Null(FairQuota.GivesWay(held, 1000, new HashSet<string> { "shop" }));
        held["bank"] = 501;
        Assert.Equal("bank", FairQuota.GivesWay(held, 1000, new HashSet<string> { "shop" }));
    }

    [Fact]
    public void Whatever_they_hold_it_fits_in_the_end_and_no_share_is_touched()
    {
        var random = new Random(1);
        for (var round = 0; round < 500; round++)
        {
            var quota = random.Next(1, 2000);
            var files = Enumerable.Range(0, random.Next(1, 8))
                .ToDictionary(n => $"ns{n}", _ => Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.NextInt64(1, 400)).ToList());
            var before = files.ToDictionary(f => f.Key, f => f.Value.ToArray());
            var order = Run(files, quota);
            Assert.True(Sum(files) <= quota);
            var sharing = before.Count(f => f.Value.Length > 0);
            foreach (var (name, own) in before)
            {
                var left = files[name];
                Assert.Equal(own[^left.Count..], left);
                Assert.True(left.Count == own.Length || own.Sum() > quota / sharing, $"{name} held no more than its share");

                // Without the last that it gave up, it held more than its share.
                Assert.True(left.Count == own.Length || own[^(left.Count + 1)..].Sum() > quota / sharing, $"{name} gave up more than it had to");
            }

            var again = before.Reverse().ToDictionary(f => f.Key, f => f.Value.ToList());
            Assert.Equal(order, Run(again, quota));
        }
    }

    /// <summary>Gives up the first file of whoever gives way, until nobody does.</summary>
    private static List<string> Run(Dictionary<string, List<long>> files, long quota)
    {
        var order = new List<string>();
        while (FairQuota.GivesWay(files.ToDictionary(f => f.Key, f => f.Value.Sum()), quota, Nobody) is { } name)
        {
            files[name].RemoveAt(0);
            order.Add(name);
        }

        return order;
    }

    private static long Sum(Dictionary<string, List<long>> files) => files.Values.Sum(f => f.Sum());
}
