using System.CommandLine;
using LogOperator.Cli.Running;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Cli.Commands;

/// <summary><c>logctl run</c>.</summary>
internal static class RunCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var files = SharedOptions.Files();
        var @namespace = SharedOptions.Namespace();
        var root = new Option<string>("--root") { Description = "Directory in which /var/log/pods and node files are looked for.", HelpName = "DIR", DefaultValueFactory = _ => "/" };
        root.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is var directory && !Directory.Exists(directory))
            {
                result.AddError($"--root: expected a directory, found {(File.Exists(directory) ? "a file" : "nothing")} at \"{directory}\"");
            }
        });
        var pods = new Option<string?>("--pods")
        {
            Description = "A PodList in YAML or JSON, as kubectl get pods -A -o yaml prints it: gives pods their labels.",
            HelpName = "FILE",
        };
        var state = new Option<string?>("--state") { Description = "Directory that keeps checkpoints, and files that would be gone otherwise, so that a later run resumes. Without it nothing is kept.", HelpName = "DIR" };
        state.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
            {
                result.AddError("--state: expected a directory, found an empty text");
            }
        });
        var once = new Option<bool>("--once") { Description = "End when everything that is there is read and acknowledged." };
        var summary = new Option<string?>("--summary") { Description = "Write the ledger of the run to this file, as JSON.", HelpName = "FILE" };
        summary.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is "")
            {
                result.AddError("--summary: expected a file, found an empty text");
            }
        });
        var print = new Option<bool>("--print") { Description = "Show the records on standard output in place of delivering them: JSON lines, or, on a terminal, for reading." };
        var stopTimeout = new Option<string>("--stop-timeout")
        {
            Description = "How long a stop waits for what was read to be acknowledged.",
            HelpName = "DURATION",
            DefaultValueFactory = _ => "5s",
        };
        stopTimeout.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (!Duration.TryParse(text, out _))
            {
                result.AddError($"--stop-timeout: expected a duration such as 5s, found \"{text}\"");
            }
        });
        var verbose = new Option<bool>("--verbose") { Description = "Tell more than warnings on standard error." };
        var command = new Command(
            "run",
            """
            Runs manifests on this machine, without a cluster and with the very code that the agent runs, until Ctrl-C or SIGTERM or, with --once, until all is done.
            Secrets among the manifests serve as credentials. Paths of file stores are taken as they are. Files are read from their beginning unless the source says otherwise.
            """)
        {
            files, @namespace, root, pods, state, once, summary, print, stopTimeout, verbose,
        };
        command.SetAction((result, _) => Signals.RunAsync(stop => new Runner(
            new RunSettings
            {
                Files = result.GetRequiredValue(files),
                Namespace = result.GetRequiredValue(@namespace),
                Root = Path.GetFullPath(result.GetRequiredValue(root)),
                Pods = result.GetValue(pods),
                State = result.GetValue(state) is { } directory ? Path.GetFullPath(directory) : null,
                Once = result.GetValue(once),
                Summary = result.GetValue(summary),
                Print = result.GetValue(print),
                StopTimeout = Duration.TryParse(result.GetRequiredValue(stopTimeout), out var duration) ? duration.Value : default,
                Verbose = result.GetValue(verbose),
            },
            terminal,
            TimeProvider.System).RunAsync(stop)));
        return command;
    }
}
