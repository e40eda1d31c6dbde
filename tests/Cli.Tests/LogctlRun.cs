using System.Text;
using LogOperator.Cli.Commands;

namespace LogOperator.Cli.Tests;

/// <summary>One invocation of the program within the test's process.</summary>
/// <param name="Code">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record LogctlRun(int Code, string Output, string Error)
{
    public static Task<LogctlRun> InvokeAsync(params string[] args) => InvokeAsync(args, "");

    public static async Task<LogctlRun> InvokeAsync(string[] args, string input)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var bytes = new MemoryStream();
        var terminal = new Terminal(output, error, () => new MemoryStream(Encoding.UTF8.GetBytes(input)), () => bytes, false, false);
        var code = await CommandTree.InvokeAsync(args, terminal);
        return new LogctlRun(code, output.ToString() + Encoding.UTF8.GetString(bytes.ToArray()), error.ToString());
    }
}
