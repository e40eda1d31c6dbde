namespace LogOperator.Pipeline.Sources.Files;

/// <summary>Something that cannot be opened or read at present; it is tried again.</summary>
/// <param name="Path">The file or directory.</param>
/// <param name="Message">What was tried and why it failed.</param>
/// <param name="Since">When it failed first.</param>
public sealed record FileTrouble(string Path, string Message, DateTimeOffset Since);
