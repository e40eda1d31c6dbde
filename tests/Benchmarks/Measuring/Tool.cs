using System.ComponentModel;
using System.Diagnostics;

namespace LogOperator.Benchmarks.Measuring;

/// <summary>Small questions to programs.</summary>
internal static class Tool
{
    /// <summary>The first line that a program prints.</summary>
    public static string FirstLine(string program, string argument) => Output(program, [argument]).Split('\n')[0].Trim();

    /// <summary>The first line of what a program says of its version; that it does not, if it cannot be asked.</summary>
    public static string VersionOf(string program)
    {
        try
        {
            return FirstLine(program, "--version");
        }
        catch (Win32Exception e)
        {
            return $"version unknown ({e.Message})";
        }
    }

    /// <summary>All that a program prints.</summary>
    public static string Output(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
