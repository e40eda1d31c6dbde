using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Runtime.Acknowledgement;

/// <summary>A place in a file that a cursor has left, and may come back to.</summary>
/// <param name="File">The file.</param>
/// <param name="Offset">Offset at which the cursor stood.</param>
/// <param name="Size">Bytes that were known to be in the file then.</param>
internal sealed record FilePlace(ILogFile File, long Offset, long Size);
