using System.CommandLine;
using LogOperator.Cli.Manifests;
using LogOperator.Cli.Rendering;
using LogOperator.Cli.Validation;

namespace LogOperator.Cli.Commands;

/// <summary><c>logctl render</c>.</summary>
internal static class RenderCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = SharedOptions.Files();
        var @namespace = SharedOptions.Namespace();
        var output = new Option<string>("--output", "-o") { Description = "How to print.", HelpName = "yaml|json", DefaultValueFactory = _ => "yaml" };
        output.AcceptOnlyFromAmong("yaml", "json");
        var command = new Command("render", "Prints the configuration that agents would get for these manifests. It holds no secret values.") { files, @namespace, output };
        command.SetAction(result => Run(terminal, result.GetRequiredValue(files), result.GetRequiredValue(@namespace), result.GetRequiredValue(output) == "yaml"));
        return command;
    }

    private static int Run(Terminal terminal, string[] given, string @namespace, bool yaml)
    {
        var files = ManifestInputs.Resolve(given, out var problem);
        if (problem is not null)
        {
            terminal.Error.WriteLine($"logctl: {problem}");
            return ExitCodes.Usage;
        }

        var set = ManifestReader.Read(files, @namespace, terminal.OpenInput);
        var judgement = Judge.ForCluster(set, partial: false);
        FindingPrinter.Text(judgement.Findings, terminal.Error, terminal.ErrorIsTerminal);
        if (judgement.HasErrors)
        {
            return ExitCodes.Problems;
        }

        if (set.Ours == 0)
        {
            terminal.Error.WriteLine(SharedOptions.NoObjects);
            return ExitCodes.Usage;
        }

        Renderer.Write(judgement.Result!.Config, yaml, terminal.Output);
        return ExitCodes.Ok;
    }
}
