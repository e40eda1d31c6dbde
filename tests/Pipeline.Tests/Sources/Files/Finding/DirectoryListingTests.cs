using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Sources.Files.Finding;

public sealed class DirectoryListingTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_directory_that_is_listed_again_keeps_the_paths_that_still_stand()
    {
        File.WriteAllText($"{directory.Path}/0.log", "");
        Directory.CreateDirectory($"{directory.Path}/1.log");
        var before = DirectoryListing.Of(directory.Path, 0);
        Directory.Delete($"{directory.Path}/1.log");
        File.WriteAllText($"{directory.Path}/1.log", "");
        File.WriteAllText($"{directory.Path}/2.log", "");
        var after = DirectoryListing.Of(directory.Path, 0, before: before);
        Assert.Equal(3, after.Entries.Length);
        Assert.Same(before.Find("0.log")?.Path, after.Find("0.log")?.Path);
        Assert.Same(before.Find("1.log")?.Path, after.Find("1.log")?.Path);
        Assert.True(before.Find("1.log")?.IsDirectory);
        Assert.False(after.Find("1.log")?.IsDirectory);
        Assert.Equal($"{directory.Path}/2.log", after.Find("2.log")?.Path);
        Assert.Null(after.Find("3.log"));
    }

    [Fact]
    public void A_listing_of_a_directory_that_had_just_changed_is_not_trusted()
    {
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var old = now - 60_000_000_000;
        Assert.True(DirectoryListing.Of(directory.Path, old).IsCurrent(old));
        Assert.False(DirectoryListing.Of(directory.Path, old).IsCurrent(now));
        Assert.False(DirectoryListing.Of(directory.Path, now).IsCurrent(now));
    }
}
