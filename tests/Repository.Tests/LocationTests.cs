using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>Nothing depends on where a checkout lies.</summary>
public class LocationTests
{
    // Directories that any file may name, whatever lies in them.
    private static readonly string[] Standard = ["/", "/home", "/mnt", "/opt", "/root", "/srv", "/src", "/tmp", "/usr/src", "/var/lib", "/var/tmp"];

    [Fact]
    public void No_file_names_the_place_of_the_checkout()
    {
        var parent = Path.GetDirectoryName(RepositoryRoot.Path)!;
        string[] places = Standard.Contains(parent) ? [RepositoryRoot.Path] : [RepositoryRoot.Path, parent];
        var named = new Regex($"(?<![\\w.$}}~-])({string.Join('|', places.Select(Regex.Escape))})/");
        Assert.All(RepositoryFiles.Of(), file => Assert.False(named.IsMatch(File.ReadAllText(RepositoryRoot.File(file))), $"{file} names a place of this machine"));
    }
}
