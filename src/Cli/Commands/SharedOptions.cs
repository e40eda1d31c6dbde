using System.CommandLine;

namespace LogOperator.Cli.Commands;

/// <summary>Options that several commands have.</summary>
internal static class SharedOptions
{
    /// <summary>The manifests.</summary>
    public static Option<string[]> Files() => new("--filename", "-f")
    {
        Description = "A file of manifests (YAML or JSON), a directory that is searched for them, or - for standard input. Can be given several times.",
        HelpName = "FILE|DIR|-",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>The default namespace.</summary>
    public static Option<string> Namespace() => new("--namespace", "-n")
    {
        Description = "Namespace of the objects that name none.",
        HelpName = "NAMESPACE",
        DefaultValueFactory = _ => "default",
    };
}
