using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Cli.Commands;

/// <summary><c>logctl buffer</c>.</summary>
internal static class BufferCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(Terminal terminal) => new("buffer", "Looks after the disk buffer of an agent or of a run: the directory buffer in its state directory.")
    {
        Check(terminal), Repair(terminal),
    };

    private static Command Check(Terminal terminal)
    {
        var directory = Directory();
        var output = new Option<string>("--output", "-o") { Description = "How to print.", HelpName = "text|json", DefaultValueFactory = _ => "text" };
        output.AcceptOnlyFromAmong("text", "json");
        var command = new Command(
            "check",
            "Reads all segments and verifies every checksum; changes nothing. Exit code 0: sound; 4: something is damaged. While a process writes to the buffer, the end of its newest segment may seem torn.")
        {
            directory, output,
        };
        command.SetAction(result => Run(terminal, result.GetRequiredValue(directory), place =>
        {
            var report = BufferInspection.Check(place);
            if (result.GetRequiredValue(output) == "json")
            {
                terminal.Output.WriteLine(JsonSerializer.Serialize(report, CliJson.Default.BufferReport));
            }
            else
            {
                Print(report, terminal.Output);
            }

            return report.IsSound ? ExitCodes.Ok : ExitCodes.Damaged;
        }));
        return command;
    }

    private static Command Repair(Terminal terminal)
    {
        var directory = Directory();
        var command = new Command(
            "repair",
            "Copies the sound entries of each damaged segment into a new one and puts the damaged one aside, named .damaged, of which the next process keeps the last four. Refuses while a process uses the buffer. What check calls lost stays lost.")
        {
            directory,
        };
        command.SetAction(result => Run(terminal, result.GetRequiredValue(directory), place =>
        {
            var before = BufferInspection.Repair(place);
            Print(before, terminal.Output);
            var repaired = before.Segments.Count(s => s.DamagedBytes > 0);
            terminal.Output.WriteLine(repaired == 0 ? "nothing to repair" : $"repaired {repaired} of {before.Segments.Count} segments");
            return BufferInspection.Check(place).IsSound ? ExitCodes.Ok : ExitCodes.Damaged;
        }));
        return command;
    }

    private static Argument<string> Directory() => new("DIR") { Description = "The buffer's directory, such as /var/lib/log-operator/agent/buffer on a node." };

    private static int Run(Terminal terminal, string directory, Func<string, int> run)
    {
        if (!System.IO.Directory.Exists(directory) || !BufferInspection.IsBuffer(directory))
        {
            terminal.Error.WriteLine($"logctl: DIR: expected the directory of a disk buffer, found none at \"{directory}\"");
            return ExitCodes.Usage;
        }

        return run(Path.GetFullPath(directory));
    }

    private static void Print(BufferReport report, TextWriter output)
    {
        string[] heads = ["segment", "owner", "bytes", "entries", "data bytes", "damaged", "lost entries", ""];
        var rows = report.Segments.Select(s => new[]
        {
            s.File, s.Owner ?? "-", Text(s.Bytes), Text(s.Entries), Text(s.DataBytes), Text(s.DamagedBytes), Text(s.LostEntries),
            s.Problem ?? (s.DamagedBytes > 0 ? "damaged" : "sound"),
        }).Prepend(heads).ToList();
        var widths = heads.Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, i) => i is >= 2 and <= 6 ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd());
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Segments.Count} segments, {report.Entries} entries, {report.DamagedBytes} bytes damaged, {report.LostEntries} entries lost or more"));
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
