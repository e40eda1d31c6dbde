using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Tests.Buffering.Disk;

/// <summary>The machine's file system, which counts syncs and has some of them fail, and large writes.</summary>
internal sealed class CountingFiles : IDurableFiles
{
    private static readonly DurableFiles Disk = DurableFiles.Instance;
    private readonly Lock gate = new();

    /// <summary>How many of the next syncs of files fail.</summary>
    public int FailingSyncs { get; set; }

    /// <summary>The disk has no room for a write of more bytes.</summary>
    public int LargestWrite { get; set; } = int.MaxValue;

    /// <summary>Paths of the files that were synced, or should have been, in order.</summary>
    public List<string> SyncedFiles { get; } = [];

    public int Syncs => SyncedFiles.Count;

    public void MakeDirectory(string directory) => Disk.MakeDirectory(directory);

    public IDisposable Lock(string path) => Disk.Lock(path);

    public IReadOnlyList<string> List(string directory) => Disk.List(directory);

    public IDurableFile Create(string path) => new Counted(this, Disk.Create(path), path);

    public IDurableFile? Open(string path) => Disk.Open(path);

    public void Move(string from, string to) => Disk.Move(from, to);

    public void Delete(string path) => Disk.Delete(path);

    public void SyncDirectory(string directory) => Disk.SyncDirectory(directory);

    private sealed class Counted(CountingFiles files, IDurableFile file, string path) : IDurableFile
    {
        public long Length => file.Length;

        public int Read(Span<byte> buffer, long offset) => file.Read(buffer, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            var room = Math.Min(files.LargestWrite, bytes.Length);
            file.Write(bytes[..room], offset);
            if (room < bytes.Length)
            {
                throw new IOException("no space left on device");
            }
        }

        public void SetLength(long length) => file.SetLength(length);

        public void Sync()
        {
            lock (files.gate)
            {
                files.SyncedFiles.Add(path);
                if (files.FailingSyncs-- > 0)
                {
                    throw new IOException("input/output error");
                }
            }

            file.Sync();
        }

        public void Dispose() => file.Dispose();
    }
}
