using System.CommandLine;
using LogOperator.Crds.Validation;

namespace LogOperator.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary>What is said of manifests that hold nothing of ours.</summary>
    public const string NoObjects = "logctl: -f: expected objects of logoperator.io, found none";

    /// <summary>The manifests.</summary>
    public static Option<string[]> Files() => new("--filename", "-f")
    {
        Description = "A file of manifests (YAML or JSON), a directory that is searched for them, or - for standard input. Can be given several times.",
        HelpName = "FILE|DIR|-",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The default namespace.</summary>
    public static Option<string> Namespace()
    {
        var option = new Option<string>("--namespace", "-n")
        {
            Description = "Namespace of the objects that name none.",
            HelpName = "NAMESPACE",
            DefaultValueFactory = _ => "default",
        };
        option.Validators.Add(result =>
        {
            // The default is right, and the rules take their time to be made.
            if (result.Implicit)
            {
                return;
            }

            var name = result.GetValueOrDefault<string>();
            if (MetadataRules.NamespaceProblem(name) is { } problem)
            {
                result.AddError($"--namespace: {problem}");
            }
        });
        return option;
    }
}
