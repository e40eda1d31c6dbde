namespace LogOperator.Agent.Configuration;

/// <summary>A small file of the state directory: after a crash it is there as it was before or as it was to be, never in between.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file beside it, synced, and renames that over it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var beside = path + ".tmp";
        using (var file = File.OpenHandle(beside, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            RandomAccess.FlushToDisk(file);
        }

        File.Move(beside, path, overwrite: true);
    }
}
