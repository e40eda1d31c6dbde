using System.IO.Compression;
using System.Text;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>When the file that is being written is linked.</summary>
public sealed class LinkingTests : IDisposable
{
    private readonly FollowerFixture fixture = new(static o => o.RetentionDirectory = o.Root + "/.links");

    public LinkingTests()
    {
        fixture.Append("app.log", "first\n");
        fixture.FollowPlain("app.log").Step();
        fixture.Streams.Single().Files[0].RetainUnacknowledged();
    }

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void A_file_of_which_something_is_always_on_its_way_is_not_linked()
    {
        var before = 0L;
        for (var i = 0; i < 20; i++)
        {
            fixture.Needed = _ => before;
            Write();
            Assert.Empty(Links());
            before = new FileInfo(fixture.Path("app.log")).Length;
        }
    }

    [Fact]
    public void A_file_is_linked_when_the_same_bytes_have_waited_for_long()
    {
        var delivered = new FileInfo(fixture.Path("app.log")).Length;
        fixture.Needed = _ => delivered;
        for (var i = 0; i < 9; i++)
        {
            Write();
        }

        Assert.Single(Links());
    }

    [Fact]
    public void A_file_that_was_kept_by_a_link_is_not_read_before_older_ones_if_its_compressed_form_is_dated()
    {
        fixture.Rename("app.log", "app.log-20260102");
        fixture.Append("app.log", "second\n");
        fixture.Step(1).Step(1);
        Assert.Single(Links());
        Compress("first\n", "app.log-20260102.gz");
        File.Delete(fixture.Path("app.log-20260102"));
        Compress("older\n", "app.log-20260101.gz");
        using var next = new FollowerFixture(o => (o.Root, o.RetentionDirectory) = (fixture.Options.Root, fixture.Options.RetentionDirectory));
        next.Follow(new FixedSource(FileFormat.Plain, [fixture.Path("app.log*")]));
        next.Step();
        Assert.Equal(["older", "first", "second"], next.Bodies);
    }

    private void Compress(string text, string name)
    {
        using var gzip = new GZipStream(File.Create(fixture.Path(name)), CompressionLevel.Fastest);
        gzip.Write(Encoding.UTF8.GetBytes(text));
    }

    private void Write()
    {
        fixture.Append("app.log", "more\n");
        fixture.Step(1);
    }

    private string[] Links() => Directory.GetFiles(fixture.Options.RetentionDirectory!, "*-*-*", SearchOption.AllDirectories);
}
