using System.CommandLine;

namespace LogOperator.Cli.Commands;

/// <summary>Every command of the program.</summary>
internal static class CommandTree
{
    /// <summary>Makes the tree.</summary>
    public static RootCommand Create(Terminal terminal)
    {
        var codes = string.Join("\n", ExitCodes.All.Select(c => $"  {c.Code}  {c.Meaning}"));
        return new RootCommand($"logctl checks and runs log pipelines without a cluster.\n\nExit codes:\n{codes}")
        {
            ValidateCommand.Create(terminal), RenderCommand.Create(terminal), RunCommand.Create(terminal), BufferCommand.Create(terminal),
        };
    }

    /// <summary>Parses a command line and runs what it says.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(IReadOnlyList<string> args, Terminal terminal)
    {
        var result = Create(terminal).Parse(args);
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors)
            {
                await terminal.Error.WriteLineAsync($"logctl: {error.Message}").ConfigureAwait(false);
            }

            await terminal.Error.WriteLineAsync($"Try: {string.Join(' ', ["logctl", .. Names(result.CommandResult)])} --help").ConfigureAwait(false);
            return ExitCodes.Usage;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            }).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await terminal.Error.WriteLineAsync($"logctl: {e.Message}").ConfigureAwait(false);
            return ExitCodes.Problems;
        }
    }

    private static IEnumerable<string> Names(System.CommandLine.Parsing.CommandResult? result) =>
        result is null or { Command: RootCommand } ? [] : [.. Names(result.Parent as System.CommandLine.Parsing.CommandResult), result.Command.Name];
}
