using System.Diagnostics;
using LogOperator.Pipeline.Native;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Native;

public sealed class FileOpeningTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Regular_file_is_opened_and_described()
    {
        File.WriteAllText(directory.File("a", "b.log"), "12345");
        Assert.Equal(0, FileOpening.Beneath(directory.Path, directory.Path + "/a/b.log", out var handle, out var stat));
        using (handle)
        {
            Assert.Equal(5, stat.Size);
            Assert.True(stat.IsRegular);
            Assert.Equal(directory.Path + "/a/b.log", FileOpening.PathOf(handle!));
            File.Delete(directory.Path + "/a/b.log");
            Assert.Null(FileOpening.PathOf(handle!));
            Assert.Equal(0, FileStat.OfHandle(handle!, out stat));
            Assert.Equal(0u, stat.Links);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whatever_is_no_regular_file_or_leads_elsewhere_is_refused(bool walk)
    {
        File.WriteAllText(directory.File("in", "real.log"), "x");
        File.WriteAllText(directory.File("out", "secret.log"), "x");
        File.CreateSymbolicLink(directory.File("in", "link.log"), directory.Path + "/out/secret.log");
        File.CreateSymbolicLink(directory.File("in", "near.log"), "real.log");
        Directory.CreateSymbolicLink(directory.File("in", "way"), directory.Path + "/out");
        using (var made = Process.Start("mkfifo", directory.File("in", "pipe.log")))
        {
            made.WaitForExit();
        }

        foreach (var (path, expected) in (IEnumerable<(string, bool)>)
            [("real.log", true), ("link.log", false), ("near.log", false), ("way/secret.log", false), ("pipe.log", false), ("../out/secret.log", false), ("none.log", false)])
        {
            var error = walk ? Walk(path) : Beneath(path);
            Assert.True(expected == (error == 0), $"{path}: {error}");
        }
    }

    [Fact]
    public void Error_says_what_where_and_why()
    {
        var error = FileOpening.Beneath(directory.Path, directory.Path + "/none.log", out _, out _);
        Assert.True(Errno.IsAbsent(error));
        Assert.Equal($"cannot open {directory.Path}/none.log: No such file or directory (errno 2)", Errno.Exception("open", directory.Path + "/none.log", error).Message);
        Assert.Contains("EMFILE", Errno.Describe("open", "/x", Errno.TooManyFiles), StringComparison.Ordinal);
    }

    private int Beneath(string path)
    {
        var error = FileOpening.Beneath(directory.Path + "/in", directory.Path + "/in/" + path, out var handle, out _);
        handle?.Dispose();
        return error;
    }

    private int Walk(string path)
    {
        var root = Libc.OpenAt(Libc.AtCurrentDirectory, directory.Path + "/in", Libc.OpenPathOnly | Libc.OpenDirectory, 0);
        var error = FileOpening.Walk(root, path, out var handle, out _);
        handle?.Dispose();
        _ = Libc.Close(root);
        return error;
    }
}
