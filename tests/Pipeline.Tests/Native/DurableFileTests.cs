using LogOperator.Pipeline.Native;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Native;

public sealed class DurableFileTests
{
    [Fact]
    public void A_file_that_may_not_be_written_is_a_failure_of_output_as_others_are()
    {
        using var directory = new TempDirectory();
        var path = Path.Combine(directory.Path, "file");
        File.WriteAllText(path, "text");
        using var file = new DurableFile(File.OpenHandle(path), path);

        Assert.Contains(path, Assert.Throws<IOException>(() => file.Write("x"u8, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => file.SetLength(1));
    }
}
