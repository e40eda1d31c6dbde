using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Tests.Sources.Files.Streams;

public sealed class StreamsByStemTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    public void A_stream_is_found_until_it_is_removed(int count)
    {
        var streams = new StreamsByStem();
        LogStream[] all = [.. Enumerable.Range(0, count).Select(i => new LogStream("/var/log", $"{i}.log", FileFormat.Plain, null))];
        foreach (var stream in all)
        {
            Assert.Null(streams.Find(stream.Stem));
            streams.Add(stream);
        }

        Assert.Equal(all, streams.All);
        foreach (var stream in all)
        {
            Assert.Same(stream, streams.Find(stream.Stem));
            streams.Remove(stream);
            Assert.Null(streams.Find(stream.Stem));
        }

        Assert.Empty(streams.All);
    }
}
