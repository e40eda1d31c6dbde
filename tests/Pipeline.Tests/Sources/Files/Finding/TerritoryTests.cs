using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Finding;

namespace LogOperator.Pipeline.Tests.Sources.Files.Finding;

public sealed class TerritoryTests : IDisposable
{
    private readonly FollowerFixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Mounts_that_others_serve_are_told_from_the_kernels_table()
    {
        string[] table =
        [
            "22 28 0:21 / /proc rw,nosuid shared:5 - proc proc rw",
            "28 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw",
            "90 28 0:50 / /srv/my\\040logs rw,relatime shared:44 - nfs4 server:/logs rw,vers=4.2",
            "91 28 0:51 / /mnt/s3 rw,relatime - fuse.s3fs s3fs rw",
            "92 28 0:52 / /run rw - tmpfs tmpfs rw",
            "broken",
        ];
        Assert.Equal(["/mnt/s3", "/srv/my logs"], MountTable.RemoteOf(table));
    }

    [Theory]
    [InlineData(null, "/var/log", true, true)]
    [InlineData(null, "/mnt/a", false, false)]
    [InlineData(null, "/mnt/a/b", false, false)]
    [InlineData(null, "/mnt/ab", true, true)]
    [InlineData("/mnt/a", "/mnt/a/b", true, true)]
    [InlineData("/mnt/a", "/mnt/a/in/b", false, false)]
    [InlineData("/mnt/a", "/var/log", false, true)]
    [InlineData("/mnt/a/in", "/mnt/a/in/b", true, true)]
    [InlineData("/mnt/a/in", "/mnt/a/b", false, true)]
    public void Every_directory_is_one_followers_and_none_touches_what_another_may_hang_in(string? own, string path, bool owns, bool touches)
    {
        var territory = new Territory(own, ["/mnt/a", "/mnt/a/in"]);
        Assert.Equal((owns, touches), (territory.Owns(path), territory.MayTouch(path)));
    }

    [Fact]
    public void What_others_look_after_is_passed_over_through_links_too()
    {
        fixture.Append("app.log", "a\n");
        fixture.Append("mnt/b.log", "b\n");
        File.CreateSymbolicLink(fixture.Path("link.log"), fixture.Path("mnt/b.log"));
        Directory.CreateSymbolicLink(fixture.Path("linked"), fixture.Path("mnt"));
        Assert.Equal(["a"], BodiesIn(new Territory(null, [fixture.Path("mnt")])));
        Assert.Equal(["b"], BodiesIn(new Territory(fixture.Path("mnt"), [fixture.Path("mnt")])));
    }

    private IReadOnlyList<string> BodiesIn(Territory territory)
    {
        using var follower = new FollowerFixture(o => (o.Root, o.Territory) = (fixture.Directory.Path, territory));
        follower.Follow(new FixedSource(FileFormat.Plain, [fixture.Path("**")]));
        follower.Settle();
        return [.. follower.Bodies];
    }
}
