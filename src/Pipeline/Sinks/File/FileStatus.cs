namespace LogOperator.Pipeline.Sinks.File;

/// <param name="Device">Device.</param>
/// <param name="Inode">Inode; with the device, the file's identity while it is open.</param>
/// <param name="IsRegular">Whether it is a regular file.</param>
internal readonly record struct FileStatus(ulong Device, ulong Inode, bool IsRegular);
