using LogOperator.Benchmarks.Inputs;

namespace LogOperator.Benchmarks.Micro;

/// <summary>The lines that single steps are measured with: as many as a reader's block of 256 KiB holds.</summary>
internal static class MicroInput
{
    /// <summary>How many lines.</summary>
    public const int Lines = 512;

    /// <summary>The block.</summary>
    public static byte[] Block(InputKind kind)
    {
        var directory = Directory.CreateTempSubdirectory("log-operator-micro-");
        try
        {
            var path = Path.Combine(directory.FullName, "lines");
            InputWriter.Write(kind, Lines, path);
            return File.ReadAllBytes(path);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    /// <summary>One line of a block, without its newline.</summary>
    public static ReadOnlySpan<byte> Line(byte[] block, int number) => block.AsSpan(number * InputFile.LineLength, InputFile.LineLength - 1);
}
