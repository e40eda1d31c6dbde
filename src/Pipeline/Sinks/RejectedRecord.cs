namespace LogOperator.Pipeline.Sinks;

/// <summary>A record that the store refuses for good.</summary>
/// <param name="Index">Index in the request.</param>
/// <param name="Reason">What the store said of it, short.</param>
public readonly record struct RejectedRecord(int Index, string Reason);
