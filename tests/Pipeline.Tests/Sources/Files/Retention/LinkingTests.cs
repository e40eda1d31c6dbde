using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files.Retention;

/// <summary>When the file that is being written is linked.</summary>
public sealed class LinkingTests : IDisposable
{
    private readonly TellTale told = new();
    private readonly FollowerFixture fixture;

    public LinkingTests()
    {
        fixture = new(static o => o.RetentionDirectory = o.Root + "/.links", told);
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
    public void A_file_that_went_before_it_was_linked_is_no_reason_to_warn_of_links()
    {
        File.Delete(fixture.Path("app.log"));
        fixture.Append("app.log", "second\n");
        fixture.Step(1);
        Assert.Equal(1, fixture.Follower.Counters.LinkFailures);
        Assert.DoesNotContain(told.Lines, l => l.Contains("cannot link", StringComparison.Ordinal));
    }

    private void Write()
    {
        fixture.Append("app.log", "more\n");
        fixture.Step(1);
    }

    private string[] Links() => Directory.GetFiles(fixture.Options.RetentionDirectory!, "*-*-*", SearchOption.AllDirectories);
}
