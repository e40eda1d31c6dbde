namespace LogOperator.Pipeline.Native;

/// <summary>An open file whose bytes are to outlast a loss of power. Every failure is an <see cref="IOException"/>.</summary>
internal interface IDurableFile : IDisposable
{
    /// <summary>Bytes in it.</summary>
    long Length { get; }

    /// <summary>Reads from an offset on, as far as the file goes.</summary>
    /// <returns>Bytes read; fewer than asked only at the end.</returns>
    int Read(Span<byte> buffer, long offset);

    /// <summary>Writes all bytes at an offset; they last from the next <see cref="Sync"/> on.</summary>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    /// <summary>Cuts the file.</summary>
    void SetLength(long length);

    /// <summary>
    /// Makes what was written last. After a failure the kernel may have dropped it and answer success to a second try (fsync(2)), so there must
    /// not be one: what is not known to be synced is written to another file.
    /// </summary>
    void Sync();
}
