using LogOperator.Cli.Commands;
using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Commands;

public sealed class CommandTreeTests
{
    [Fact]
    public void The_manual_page_is_what_the_commands_say()
    {
        var page = RepositoryRoot.File("docs", "cli.md");
        var expected = ManualPage.Markdown(CommandTree.Create(Terminal.OfProcess()));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(page, expected);
        }

        Assert.Equal(expected, File.ReadAllText(page));
    }

    [Theory]
    [InlineData("logctl --help")]
    [InlineData("logctl --help", "valdate")]
    [InlineData("logctl validate --help", "validate")]
    [InlineData("logctl validate --help", "validate", "-f", "x", "--output", "xml")]
    [InlineData("logctl run --help", "run", "-f", "x", "--stop-timeout", "soon")]
    [InlineData("logctl run --help", "run", "-f", "x", "--state", "")]
    [InlineData("logctl run --help", "run", "-f", "x", "--summary", "")]
    [InlineData("logctl run --help", "run", "-f", "x", "--root", "/nowhere")]
    [InlineData("logctl run --help", "run", "-f", "x", "--root", "")]
    [InlineData("logctl validate --help", "validate", "-f", "x", "-n", "My Namespace")]
    [InlineData("logctl validate --help", "validate", "-f", "x", "-n", "")]
    public async Task Wrong_usage_says_where_help_is(string help, params string[] args)
    {
        var run = await LogctlRun.InvokeAsync(args);

        Assert.Equal(ExitCodes.Usage, run.Code);
        Assert.StartsWith("logctl: ", run.Error);
        Assert.EndsWith($"Try: {help}\n", run.Error);
        Assert.Empty(run.Output);
    }

    [Theory]
    [InlineData("validate")]
    [InlineData("render")]
    [InlineData("run")]
    public async Task A_file_that_is_not_there_is_wrong_usage(string command)
    {
        var run = await LogctlRun.InvokeAsync(command, "-f", "/nowhere/x.yaml");

        Assert.Equal((ExitCodes.Usage, "logctl: -f /nowhere/x.yaml: expected a file, a directory or -, found nothing\n"), (run.Code, run.Error));
    }

    [Theory]
    [InlineData("--help", "validate")]
    [InlineData("--help", "Exit codes:")]
    [InlineData("validate", "--partial", "--help")]
    [InlineData("run", "--once", "--help")]
    public async Task Help_is_given(string first, string expected, params string[] rest)
    {
        var run = await LogctlRun.InvokeAsync([first, .. rest]);

        Assert.Equal(ExitCodes.Ok, run.Code);
        Assert.Contains(expected, run.Output);
    }
}
