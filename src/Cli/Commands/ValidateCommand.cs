using System.CommandLine;
using LogOperator.Cli.Manifests;
using LogOperator.Cli.Validation;

namespace LogOperator.Cli.Commands;

/// <summary><c>logctl validate</c>.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = SharedOptions.Files();
        var @namespace = SharedOptions.Namespace();
        var partial = new Option<bool>("--partial") { Description = "The manifests are a part of what is in the cluster: a missing source or store is a warning." };
        var output = new Option<string>("--output", "-o") { Description = "How to print.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "validate",
            "Judges manifests as the operator would, as one set, and says what is wrong and where. Secrets that are not among the manifests are taken to be in the cluster; those that are there are looked at.")
        {
            files, @namespace, partial, output,
        };
        command.SetAction(result => Run(
            terminal, result.GetRequiredValue(files), result.GetRequiredValue(@namespace), result.GetValue(partial), result.GetRequiredValue(output) == "json"));
        return command;
    }

    private static int Run(Terminal terminal, string[] given, string @namespace, bool partial, bool json)
    {
        var files = ManifestInputs.Resolve(given, out var problem);
        if (problem is not null)
        {
            terminal.Error.WriteLine($"logctl: {problem}");
            return ExitCodes.Usage;
        }

        var set = ManifestReader.Read(files, @namespace, terminal.OpenInput);
        var judgement = Judge.ForCluster(set, partial);
        if (set.Ours == 0 && !judgement.HasErrors)
        {
            terminal.Error.WriteLine(SharedOptions.NoObjects);
            return ExitCodes.Usage;
        }

        var code = judgement.HasErrors ? ExitCodes.Problems : ExitCodes.Ok;
        if (json)
        {
            FindingPrinter.Json(set, judgement, terminal.Output);
            return code;
        }

        FindingPrinter.Text(judgement.Findings, terminal.Output, terminal.OutputIsTerminal);
        if (code == ExitCodes.Ok)
        {
            terminal.Output.WriteLine(set.Ours == 1 ? "1 object is valid" : $"{set.Ours} objects are valid");
        }

        return code;
    }
}
