using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Buffering;

/// <summary>The file of checkpoints as a whole.</summary>
internal static class CheckpointFile
{
    /// <summary>Reads it.</summary>
    /// <param name="disk">Where it lies.</param>
    /// <param name="path">Its path.</param>
    /// <returns>Its bytes; null if there is none.</returns>
    /// <exception cref="IOException">It cannot be read; the message names it.</exception>
    public static byte[]? Read(IDurableFiles disk, string path)
    {
        try
        {
            using var file = disk.Open(path);
            if (file is null)
            {
                return null;
            }

            var bytes = new byte[file.Length];
            return bytes[..file.Read(bytes, 0)];
        }
        catch (IOException e)
        {
            throw new IOException($"cannot read {path}: {e.Message}", e);
        }
    }
}
