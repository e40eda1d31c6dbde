using System.IO.Compression;
using LogOperator.Pipeline.Sources.Files.Content;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files.Content;

public sealed class GzipContentTests : IDisposable
{
    private const int Length = 4 * 1024 * 1024;
    private readonly TempDirectory directory = new();
    private readonly byte[] plain = new byte[Length];

    public GzipContentTests()
    {
        for (var i = 0; i < plain.Length; i++)
        {
            plain[i] = (byte)('!' + (i / 64 % 90));
        }

        using var target = new GZipStream(File.Create(Archive), CompressionLevel.Fastest);
        target.Write(plain);
    }

    private string Archive => Path.Combine(directory.Path, "app.log.1.gz");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Who_looks_at_it_does_not_disturb_who_reads_it()
    {
        using var content = new GzipContent(File.OpenHandle(Archive));
        var reading = Task.Run(() => Check(content, 64 * 1024, from: 1));
        var looking = Task.Run(() => Check(content, 100, from: 0));
        await Task.WhenAll(reading, looking);
    }

    [Fact]
    public async Task Closed_while_it_is_read_it_says_so()
    {
        for (var i = 0; i < 10; i++)
        {
            var content = new GzipContent(File.OpenHandle(Archive));
            var buffer = new byte[Length];
            var reading = Task.Run(() => content.Read(buffer, 0));
            await Task.WhenAny(reading, Task.Run(() => SpinWait.SpinUntil(() => Volatile.Read(ref buffer[0]) != 0 || reading.IsCompleted)));
            content.Dispose();
            try
            {
                Assert.Equal(Length, await reading);
            }
            catch (ObjectDisposedException)
            {
                // It came in between.
            }

            Assert.Throws<ObjectDisposedException>(() => content.Read(buffer, 0));
        }
    }

    private void Check(GzipContent content, int length, int from)
    {
        var buffer = new byte[length];
        for (var i = 0; i < 40; i++)
        {
            var offset = from + (i * from * length);
            Assert.Equal(length, content.Read(buffer, offset));
            Assert.True(buffer.AsSpan().SequenceEqual(plain.AsSpan(offset, length)), $"what was read from {offset} on stands elsewhere");
        }
    }
}
