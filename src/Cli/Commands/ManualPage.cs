using System.CommandLine;
using System.Text;

namespace LogOperator.Cli.Commands;

/// <summary>The manual page of the program, made from its commands.</summary>
internal static class ManualPage
{
    private const string Begin =
        """
        # logctl

        Made from the commands in `src/Cli/Commands`; a test keeps the two equal (`UPDATE_GOLDEN=1` rewrites this page).

        """;

    /// <summary>The page as Markdown.</summary>
    /// <param name="root">The commands.</param>
    public static string Markdown(RootCommand root)
    {
        var page = new StringBuilder(Begin.ReplaceLineEndings("\n"));
        page.Append("\n| exit code | meaning |\n| --- | --- |\n");
        foreach (var (code, meaning) in ExitCodes.All)
        {
            page.Append($"| {code} | {meaning} |\n");
        }

        foreach (var command in root.Subcommands)
        {
            Append(page, command, command.Name);
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Command command, string name)
    {
        page.Append($"\n## logctl {name}\n\n{command.Description?.ReplaceLineEndings("\n")}\n");
        foreach (var below in command.Subcommands)
        {
            Append(page, below, $"{name} {below.Name}");
        }

        if (command.Subcommands.Count > 0)
        {
            return;
        }

        page.Append("\n| option | meaning | default |\n| --- | --- | --- |\n");
        foreach (var argument in command.Arguments)
        {
            page.Append($"| `{argument.Name}` | {argument.Description} | required |\n");
        }

        foreach (var option in command.Options)
        {
            var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name).Select(n => $"`{n}`"));
            var value = option.HelpName is null ? "" : $" `{option.HelpName.Replace("|", "\\|", StringComparison.Ordinal)}`";
            var without = option.Required ? "required" : option.HasDefaultValue && option.HelpName is not null ? $"`{option.GetDefaultValue()}`" : "";
            page.Append($"| {names}{value} | {option.Description} | {without} |\n");
        }

        if (Examples.Of(name) is { Count: > 0 } examples)
        {
            page.Append("\n```sh\n").AppendJoin('\n', examples).Append("\n```\n");
        }
    }
}
