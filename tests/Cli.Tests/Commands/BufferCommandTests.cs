using System.Text.Json;
using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Commands;

/// <summary>The commands on segments that an agent wrote: a sound one, and one with a flipped bit.</summary>
public sealed class BufferCommandTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_sound_buffer_is_told_so()
    {
        Segments.Write(directory.Path, "shop", entries: 3);

        var run = await LogctlRun.InvokeAsync("buffer", "check", directory.Path);

        Assert.Equal((ExitCodes.Ok, ""), (run.Code, run.Error));
        Assert.Contains("shop", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("1 segments, 3 entries, 0 bytes damaged, 0 entries lost or more\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damage_has_an_exit_code_of_its_own_and_nothing_is_changed()
    {
        var segment = Segments.Write(directory.Path, "shop", entries: 3);
        Segments.Flip(segment);
        var before = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);

        var run = await LogctlRun.InvokeAsync("buffer", "check", directory.Path, "--output", "json");

        Assert.Equal((4, ""), (run.Code, run.Error));
        var report = JsonDocument.Parse(run.Output).RootElement;
        Assert.False(report.GetProperty("isSound").GetBoolean());
        Assert.Equal(2, report.GetProperty("entries").GetInt64());
        Assert.Equal(1, report.GetProperty("segments")[0].GetProperty("lostEntries").GetInt64());
        Assert.Equal(before, await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Repair_keeps_the_sound_entries_and_puts_the_damage_aside()
    {
        var segment = Segments.Write(directory.Path, "shop", entries: 3);
        Segments.Flip(segment);

        var repair = await LogctlRun.InvokeAsync("buffer", "repair", directory.Path);
        var check = await LogctlRun.InvokeAsync("buffer", "check", directory.Path);

        Assert.Equal((ExitCodes.Ok, ""), (repair.Code, repair.Error));
        Assert.EndsWith("repaired 1 of 1 segments\n", repair.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Ok, check.Code);
        Assert.EndsWith("1 segments, 2 entries, 0 bytes damaged, 0 entries lost or more\n", check.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(segment + ".damaged"));
    }

    [Fact]
    public async Task Repair_refuses_a_buffer_in_use()
    {
        Segments.Flip(Segments.Write(directory.Path, "shop", entries: 3));
        using var agent = new FileStream(directory.File("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        var run = await LogctlRun.InvokeAsync("buffer", "repair", directory.Path);

        Assert.Equal(ExitCodes.Problems, run.Code);
        Assert.Contains("in use by another process", run.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(directory.Path, "*.segment*"));
    }

    [Theory]
    [InlineData("check")]
    [InlineData("repair")]
    public async Task Any_other_directory_is_wrong_usage(string command)
    {
        var run = await LogctlRun.InvokeAsync("buffer", command, directory.Path);

        Assert.Equal((ExitCodes.Usage, $"logctl: DIR: expected the directory of a disk buffer, found none at \"{directory.Path}\"\n"), (run.Code, run.Error));
    }

    [Fact]
    public async Task Wrong_usage_below_a_command_says_where_help_is()
    {
        var run = await LogctlRun.InvokeAsync("buffer", "check");

        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.EndsWith("Try: logctl buffer check --help\n", run.Error, StringComparison.Ordinal);
    }
}
