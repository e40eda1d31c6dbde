using System.Buffers.Binary;
using System.IO.Compression;
using LogOperator.Pipeline.Native;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Sources.Files.Content;

/// <summary>
/// A compressed file, read by uncompressed offsets. Reading on is cheap; going back starts over. A file whose end is missing is
/// readable up to there. Safe for concurrent use: the follower looks at a file while it is read, and closes it.
/// </summary>
internal sealed class GzipContent : IFileContent
{
    private readonly SafeFileHandle handle;
    private readonly Lock gate = new();
    private volatile bool isClosed;
    private GZipStream? stream;
    private long position;

    /// <summary>Takes ownership of a descriptor.</summary>
    public GzipContent(SafeFileHandle handle) => this.handle = handle;

    /// <inheritdoc/>
    public SafeFileHandle Handle => handle;

    /// <summary>Whether the compressed data broke off or is damaged behind what was read so far.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Uncompressed size: what the trailer says (RFC 1952, ISIZE) until the end was seen.</summary>
    public long SizeByTrailer()
    {
        Span<byte> trailer = stackalloc byte[4];
        var length = RandomAccess.GetLength(handle);
        return length >= 18 && PositionedRead.Some(handle, trailer, length - 4) == 4 ? BinaryPrimitives.ReadUInt32LittleEndian(trailer) : 0;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer, long offset)
    {
        try
        {
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(isClosed, this);
                return ReadFrom(buffer, offset);
            }
        }
        finally
        {
            if (isClosed)
            {
                Free();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isClosed = true;
        handle.Dispose();
        Free();
    }

    /// <summary>Frees what decompresses, unless somebody is at work with it: he does it then. Nobody waits for a file that may not answer.</summary>
    private void Free()
    {
        if (gate.TryEnter())
        {
            stream?.Dispose();
            stream = null;
            gate.Exit();
        }
    }

    private int ReadFrom(Span<byte> buffer, long offset)
    {
        if (stream is null || offset < position)
        {
            stream?.Dispose();
            stream = new GZipStream(new Compressed(handle), CompressionMode.Decompress);
            position = 0;
            IsBroken = false;
        }

        while (position < offset)
        {
            var skipped = ReadSome(buffer[..(int)Math.Min(buffer.Length, offset - position)]);
            if (skipped == 0)
            {
                return 0;
            }
        }

        var total = 0;
        while (total < buffer.Length)
        {
            var read = ReadSome(buffer[total..]);
            if (read == 0)
            {
                break;
            }

            total += read;
        }

        return total;
    }

    private int ReadSome(Span<byte> buffer)
    {
        if (IsBroken)
        {
            return 0;
        }

        try
        {
            var read = stream!.Read(buffer);
            position += read;
            if (read == 0)
            {
                IsBroken = position == 0 || (uint)position != (uint)SizeByTrailer();
            }

            return read;
        }
        catch (InvalidDataException)
        {
            IsBroken = true;
            return 0;
        }
    }

    /// <summary>The compressed bytes as the stream that the decompressor wants; leaves the descriptor open.</summary>
    private sealed class Compressed(SafeFileHandle handle) : Stream
    {
        private long offset;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => offset; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = PositionedRead.Some(handle, buffer, offset);
            offset += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
