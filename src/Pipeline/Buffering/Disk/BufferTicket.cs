namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>Names an appended entry until it is synced.</summary>
/// <param name="Log">Where it was appended.</param>
/// <param name="Number">Its number there.</param>
internal readonly record struct BufferTicket(OwnerLog? Log, long Number);
