using LogOperator.Pipeline.Native;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Native;

public sealed class PositionedReadTests
{
    [Fact]
    public void A_descriptor_that_may_not_be_read_is_a_failure_of_input_as_others_are()
    {
        using var directory = new TempDirectory();
        using var handle = File.OpenHandle(Path.Combine(directory.Path, "file"), FileMode.CreateNew, FileAccess.Write);

        Assert.IsType<UnauthorizedAccessException>(Assert.Throws<IOException>(() => PositionedRead.Fill(handle, new byte[1], 0)).InnerException);
    }
}
