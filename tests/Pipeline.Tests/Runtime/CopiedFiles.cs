using LogOperator.Pipeline.Buffering.Disk;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>Which files have bytes in a segment.</summary>
internal static class CopiedFiles
{
    /// <summary>Their keys in the buffer.</summary>
    public static IReadOnlyList<string> In(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            return
            [
                .. SegmentScan.Of(bytes, SegmentName.Parse(Path.GetFileName(path))!.Value).Entries
                    .Where(e => e.Head.Kind == EntryKind.Data)
                    .Select(e => SegmentText.Of(bytes, e).Key)
                    .Distinct(),
            ];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
