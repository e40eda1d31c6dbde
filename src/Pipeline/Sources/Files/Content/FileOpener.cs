using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>Opens a regular file below a directory for reading; nothing here follows a link or waits for a writer.</summary>
/// <param name="directory">The directory, whose own path is trusted.</param>
/// <param name="path">Path of the file, which begins with <paramref name="directory"/>.</param>
/// <param name="isCompressed">Whether it is read by uncompressed offsets.</param>
/// <param name="content">The open file, the caller's.</param>
/// <param name="stat">What the opened file is.</param>
/// <returns>0, or the error number.</returns>
internal delegate int FileOpener(string directory, string path, bool isCompressed, out IFileContent? content, out FileStat stat);
