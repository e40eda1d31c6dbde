namespace LogOperator.TestKit.Parts;

/// <summary>What a program that ended left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>What it complained about, without the progress that it showed before.</summary>
    public string Complaint => Error.LastIndexOf("error: ", StringComparison.Ordinal) is var at and >= 0 ? Error[(at + "error: ".Length)..].Trim() : Error.Trim();
}
