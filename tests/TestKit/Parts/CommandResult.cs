namespace LogOperator.TestKit.Parts;

/// <summary>What a program that ended left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);
