using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files.Lines;

public sealed class HeldMemoryTests
{
    private const string Part = $"{LinesUnderTest.Stamp} stdout P ";
    private readonly HeldMemory memory = new(3000);

    [Fact]
    public void One_namespace_has_two_thirds_and_each_further_one_two_thirds_of_what_is_left()
    {
        Assert.Equal((2000, 660, 220), (Fill("a", 100), Fill("b", 10), Fill("c", 10)));
        Assert.Equal(2880, memory.Used);
        memory.Of("a").Add(-2000);
        Assert.True(memory.Of("c").Fits(1000));
        Assert.False(memory.Of("c").Fits(2000));
    }

    [Fact]
    public void Unfinished_records_of_one_namespace_do_not_cut_those_of_another()
    {
        var noisy = Enumerable.Range(0, 32).Select(_ => new LinesUnderTest(LinesUnderTest.Default, memory: memory.Of("noisy"))).ToList();
        for (var round = 0; round < 5; round++)
        {
            noisy.ForEach(l => l.Add($"{Part}{new string('x', 100)}\n"));
            Assert.InRange(memory.Used, 0, 2000);
        }

        Assert.Contains(noisy, l => l.Records.Count > 0);
        using var quiet = new LinesUnderTest(LinesUnderTest.Default, memory: memory.Of("quiet"));
        quiet.Add($"{Part}{new string('a', 200)}\n");
        quiet.Add($"{Part}{new string('b', 200)}\n");
        quiet.Add($"{LinesUnderTest.Stamp} stdout F end\n");
        Assert.Equal($"{new string('a', 200)}{new string('b', 200)}end", Assert.Single(quiet.Bodies));
        Assert.False(quiet.Records[0].Flags.HasFlag(LineFlags.Partial));
        noisy.ForEach(l => l.Dispose());
        Assert.Equal(0, memory.Used);
    }

    private long Fill(string ns, int bytes)
    {
        var share = memory.Of(ns);
        while (share.Fits(bytes))
        {
            share.Add(bytes);
        }

        return share.Used;
    }
}
