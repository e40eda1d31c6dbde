namespace LogOperator.Cli;

/// <summary>Where a command reads and writes.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="OpenInput">Opens standard input.</param>
/// <param name="OpenOutput">Opens standard output for bytes.</param>
/// <param name="OutputIsTerminal">Whether a person reads standard output.</param>
/// <param name="ErrorIsTerminal">Whether a person reads standard error.</param>
internal sealed record Terminal(
    TextWriter Output, TextWriter Error, Func<Stream> OpenInput, Func<Stream> OpenOutput, bool OutputIsTerminal, bool ErrorIsTerminal)
{
    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(
        Console.Out, Console.Error, Console.OpenStandardInput, Console.OpenStandardOutput, !Console.IsOutputRedirected, !Console.IsErrorRedirected);
}
