using System.Security.Cryptography;
using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Buffering.Disk;

/// <summary>Looks at one segment of a buffer, and makes a sound copy of it.</summary>
internal static class SegmentCopy
{
    private const string UnfinishedSuffix = ".new";

    /// <summary>Looks at a segment.</summary>
    public static SegmentReport Inspect(string directory, SegmentName name)
    {
        try
        {
            var (bytes, beyond) = DiskBuffer.ReadSegment(DurableFiles.Instance, Path.Combine(directory, name.ToString()));
            var scan = SegmentScan.Of(bytes, name);
            var data = scan.Entries.Where(e => e.Head.Kind == EntryKind.Data).ToList();
            return new SegmentReport
            {
                File = name.ToString(),
                Owner = scan.Entries.Count == 0 ? null : SegmentText.OwnerOf(bytes, scan.Entries[0]),
                Bytes = bytes.Length + beyond,
                Entries = data.Count,
                DataBytes = data.Sum(e => (long)e.Head.PayloadLength),
                DamagedBytes = scan.DamagedBytes + beyond,
                LostEntries = scan.LostEntries,
                Problem = scan.IsForeign ? $"expected version {SegmentFormat.Version}, found version {scan.Version}" : null,
            };
        }
        catch (IOException e)
        {
            return new SegmentReport { File = name.ToString(), Bytes = 0, Entries = 0, DataBytes = 0, DamagedBytes = 0, LostEntries = 0, Problem = e.Message };
        }
    }

    /// <summary>
    /// Puts a sound copy in a segment's place, and the segment aside. Until the copy lasts, the segment stays; while both are there, entries
    /// stand twice, which readers know.
    /// </summary>
    public static void Repair(string directory, SegmentName name)
    {
        var files = DurableFiles.Instance;
        var path = Path.Combine(directory, name.ToString());
        var (bytes, _) = DiskBuffer.ReadSegment(files, path);
        var scan = SegmentScan.Of(bytes, name);
        if (scan.Entries.Count > 0)
        {
            Span<byte> salt = stackalloc byte[sizeof(ulong)];
            RandomNumberGenerator.Fill(salt);
            var next = Path.Combine(directory, (name with { Salt = BitConverter.ToUInt64(salt) }).ToString());
            using var copy = new Segment(name with { Salt = BitConverter.ToUInt64(salt) }, next + UnfinishedSuffix);
            copy.Begin(files);
            foreach (var entry in scan.Entries.Where(e => e.Head.Kind != EntryKind.End))
            {
                copy.Append(bytes[entry.Content..entry.End]);
            }

            copy.Append(SegmentFormat.Content(EntryKind.End, SegmentText.OwnerOf(bytes, scan.Entries[0]), "", 0, 0, []));
            copy.File!.Sync();
            files.Move(copy.Path, next);
        }

        files.SyncDirectory(directory);
        files.Move(path, path + DiskBuffer.AsideSuffix);
        files.SyncDirectory(directory);
    }
}
