namespace LogOperator.Kubernetes;

/// <summary>How a server-side apply is to be done.</summary>
/// <param name="FieldManager">Who owns the fields that are applied; required by the server.</param>
/// <param name="Force">Whether fields are taken over from other managers; otherwise they are a conflict.</param>
/// <param name="DryRun">Only check, store nothing.</param>
public sealed record ApplyOptions(string FieldManager, bool Force = true, bool DryRun = false);
