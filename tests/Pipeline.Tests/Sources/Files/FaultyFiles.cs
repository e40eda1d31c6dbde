using LogOperator.Pipeline.Native;
using LogOperator.Pipeline.Sources.Files.Content;
using Microsoft.Win32.SafeHandles;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>Opens real files and fails, or waits, as told.</summary>
internal sealed class FaultyFiles
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> openFaults = [];
    private readonly Dictionary<string, int> readFaults = [];
    private readonly Dictionary<string, Action> delays = [];

    /// <summary>Names of the files that were tried in vain.</summary>
    public List<string> Tried { get; } = [];

    /// <summary>Fails to open a file by the end of its path; 0 heals it.</summary>
    public void FailToOpen(string name, int error) => Set(openFaults, name, error);

    /// <summary>Fails to read an open file by the end of its path; 0 heals it.</summary>
    public void FailToRead(string name, int error) => Set(readFaults, name, error);

    /// <summary>Does something before each read of a file by the end of its path: waits, or changes the file.</summary>
    public void BeforeReading(string name, Action action)
    {
        lock (gate)
        {
            delays[name] = action;
        }
    }

    /// <summary>To be given to a follower.</summary>
    public int Open(string directory, string path, bool isCompressed, out IFileContent? content, out FileStat stat)
    {
        if (FaultOf(openFaults, path) is var error and not 0)
        {
            lock (gate)
            {
                Tried.Add(path);
            }

            (content, stat) = (null, default);
            return error;
        }

        var failed = RegularFiles.Open(directory, path, isCompressed, out content, out stat);
        content = content is null ? null : new Content(this, path, content);
        return failed;
    }

    private void Set(Dictionary<string, int> faults, string name, int error)
    {
        lock (gate)
        {
            faults[name] = error;
        }
    }

    private int FaultOf(Dictionary<string, int> faults, string path)
    {
        lock (gate)
        {
            return faults.FirstOrDefault(f => path.EndsWith(f.Key, StringComparison.Ordinal)).Value;
        }
    }

    private sealed class Content(FaultyFiles owner, string path, IFileContent inner) : IFileContent
    {
        public SafeFileHandle? Handle => inner.Handle;

        public int Read(Span<byte> buffer, long offset)
        {
            Action? action;
            lock (owner.gate)
            {
                action = owner.delays.FirstOrDefault(d => path.EndsWith(d.Key, StringComparison.Ordinal)).Value;
            }

            action?.Invoke();
            return owner.FaultOf(owner.readFaults, path) is var error and not 0 ? throw Errno.Exception("read", path, error) : inner.Read(buffer, offset);
        }

        public void Dispose() => inner.Dispose();
    }
}
