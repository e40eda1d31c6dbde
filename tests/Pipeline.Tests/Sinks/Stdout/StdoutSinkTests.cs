using System.Text;
using LogOperator.Pipeline.Sinks;
using LogOperator.Pipeline.Sinks.Stdout;

namespace LogOperator.Pipeline.Tests.Sinks.Stdout;

public sealed class StdoutSinkTests
{
    [Fact]
    public async Task Each_request_is_one_write_of_whole_lines()
    {
        using var output = new CountingStream();
        await using var sink = SinkTest.Build(new SinkSpec { Stdout = new StdoutSinkSpec() }, output: output);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "one", "two")).Outcome);
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "three")).Outcome);
        Assert.Equal(2, output.Writes);
        Assert.Equal(["one", "two", "three"], SinkTest.Bodies(Encoding.UTF8.GetString(output.ToArray())));
    }

    [Fact]
    public async Task A_broken_pipe_is_tried_again_on_a_line_of_its_own()
    {
        using var output = new CountingStream { FailsAfter = 10 };
        await using var sink = SinkTest.Build(new SinkSpec { Stdout = new StdoutSinkSpec() }, output: output);
        var result = await SinkTest.SendAsync(sink, "one");
        Assert.Equal((SendOutcome.Retry, "cannot write to standard output: Broken pipe"), (result.Outcome, result.Detail));
        output.FailsAfter = null;
        Assert.Equal(SendOutcome.Delivered, (await SinkTest.SendAsync(sink, "one")).Outcome);
        var lines = Encoding.UTF8.GetString(output.ToArray()).Split('\n');
        Assert.Equal(10, lines[0].Length);
        Assert.Equal("one", SinkTest.Body(lines[1]));
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public int? FailsAfter { get; set; }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            Writes++;
            base.Write(FailsAfter is { } bytes ? buffer[..bytes] : buffer);
            if (FailsAfter is not null)
            {
                throw new IOException("Broken pipe");
            }
        }
    }
}
