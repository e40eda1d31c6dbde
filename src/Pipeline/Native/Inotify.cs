using System.Runtime.InteropServices;

namespace LogOperator.Pipeline.Native;

/// <summary>One inotify instance (inotify(7)) and a descriptor that wakes its waiter. One thread waits; any thread may wake it.</summary>
internal sealed unsafe class Inotify : IDisposable
{
    /// <summary>Names come, go or move (create, moved from, moved to, delete, the directory itself deleted or moved).</summary>
    public const uint Names = 0x100 | 0x40 | 0x80 | 0x200 | 0x400 | 0x800;

    /// <summary>A file of the directory was written.</summary>
    public const uint Written = 0x2;

    private const uint OnlyDirectory = 0x01000000;
    private const uint Overflow = 0x4000;
    private const uint Ignored = 0x8000;
    private const int BufferSize = 64 * 1024;
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private readonly int instance;
    private readonly int wake;

    private Inotify(int instance, int wake) => (this.instance, this.wake) = (instance, wake);

    /// <summary>Opens an instance.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Open(out Inotify? inotify)
    {
        inotify = null;
        var instance = Libc.InotifyInit(Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (instance < 0)
        {
            return Errno.Last;
        }

        var wake = Libc.EventDescriptor(0, Libc.OpenNonBlocking | Libc.OpenCloseOnExec);
        if (wake < 0)
        {
            var error = Errno.Last;
            _ = Libc.Close(instance);
            return error;
        }

        inotify = new Inotify(instance, wake);
        return 0;
    }

    /// <summary>Watches a directory, or changes what is watched for in it.</summary>
    /// <returns>The watch's number, or minus the error number.</returns>
    public int Watch(string directory, uint mask)
    {
        var watch = Libc.InotifyAddWatch(instance, directory, mask | OnlyDirectory);
        return watch >= 0 ? watch : -Errno.Last;
    }

    /// <summary>Ends a watch.</summary>
    public void Unwatch(int watch) => _ = Libc.InotifyRemoveWatch(instance, watch);

    /// <summary>Ends a <see cref="Wait"/> early, from any thread.</summary>
    public void Wake()
    {
        var one = 1UL;
        _ = Libc.Write(wake, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Waits for a change or a wake-up.</summary>
    /// <param name="milliseconds">Longest wait; 0 returns at once.</param>
    public void Wait(int milliseconds)
    {
        var items = stackalloc Libc.PollItem[2];
        items[0] = new Libc.PollItem { Descriptor = instance, Events = Libc.PollIn };
        items[1] = new Libc.PollItem { Descriptor = wake, Events = Libc.PollIn };
        _ = Libc.Poll(items, 2, milliseconds);
        if (items[1].Occurred != 0)
        {
            ulong count;
            _ = Libc.Read(wake, (byte*)&count, sizeof(ulong));
        }
    }

    /// <summary>Takes what happened since the last call.</summary>
    /// <param name="changes">Filled with a watch's number and what happened in its directory; names are left out where none is told.</param>
    /// <returns>False where changes were lost and everything must be looked at.</returns>
    public bool Take(List<InotifyChange> changes)
    {
        changes.Clear();
        var complete = true;
        fixed (byte* start = buffer)
        {
            nint length;
            while ((length = Libc.Read(instance, start, BufferSize)) > 0)
            {
                var at = start;
                while (at < start + length)
                {
                    // struct inotify_event: watch, mask, cookie, length of the name, name padded with zeros
                    var watch = *(int*)at;
                    var mask = *(uint*)(at + 4);
                    var nameLength = *(int*)(at + 12);
                    if ((mask & Overflow) != 0)
                    {
                        complete = false;
                    }
                    else if ((mask & Ignored) != 0)
                    {
                        changes.Add(new InotifyChange(watch, null, Written: false, Gone: true));
                    }
                    else
                    {
                        var written = (mask & Written) != 0;
                        var name = written ? Marshal.PtrToStringUTF8((nint)(at + 16)) : null;
                        changes.Add(new InotifyChange(watch, name, written, Gone: false));
                    }

                    at += 16 + nameLength;
                }
            }
        }

        return complete;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Libc.Close(instance);
        _ = Libc.Close(wake);
    }
}
