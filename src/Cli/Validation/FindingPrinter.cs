using System.Text.Json;
using LogOperator.Cli.Manifests;
using Spectre.Console;

namespace LogOperator.Cli.Validation;

/// <summary>Prints findings.</summary>
internal static class FindingPrinter
{
    /// <summary>As text, one line each; with colours on a terminal.</summary>
    public static void Text(IEnumerable<Finding> findings, TextWriter writer, bool isTerminal)
    {
        var rich = isTerminal ? AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) }) : null;
        foreach (var finding in findings)
        {
            if (rich is null)
            {
                writer.WriteLine(finding);
                continue;
            }

            var colour = finding.Severity switch { FindingSeverity.Error => "red", FindingSeverity.Warning => "yellow", _ => "grey" };
            var path = finding.Path.Length == 0 ? "" : $"[bold]{Markup.Escape(finding.Path)}[/]: ";
            rich.MarkupLine($"[grey]{Markup.Escape(finding.File)}:{finding.Line}:[/] [{colour}]{finding.Severity.ToString().ToLowerInvariant()}[/] {path}{Markup.Escape(finding.Message)}");
        }
    }

    /// <summary>As one JSON object.</summary>
    public static void Json(ManifestSet set, Judgement judgement, TextWriter writer)
    {
        var report = new ValidationReport(
            set.Ours,
            judgement.Findings.Count(f => f.Severity == FindingSeverity.Error),
            judgement.Findings.Count(f => f.Severity == FindingSeverity.Warning),
            judgement.Findings);
        writer.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.ValidationReport));
    }
}
