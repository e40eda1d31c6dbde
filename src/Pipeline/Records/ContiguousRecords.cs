namespace LogOperator.Pipeline.Records;

/// <summary>What is known of a batch whose records are all live and own every byte from the first one's start to the last one's end, in order.</summary>
/// <param name="LongestBody">Bytes of the longest body.</param>
/// <param name="OfStderr">Records that came from standard error.</param>
internal readonly record struct ContiguousRecords(int LongestBody, int OfStderr)
{
    /// <summary>Looks at a batch that joining has made.</summary>
    /// <returns>Null if it is empty or not such a batch.</returns>
    public static ContiguousRecords? Of(RecordBatch batch)
    {
        var headers = batch.Headers;
        if (headers.IsEmpty || batch.Elsewhere is not null)
        {
            return null;
        }

        var (next, longest, ofStderr) = (headers[0].Start, 0, 0);
        foreach (ref readonly var header in headers)
        {
            if (header.Start != next || header.Between != 0 || header.Fate != Fate.Live)
            {
                return null;
            }

            next = header.End;
            longest = Math.Max(longest, header.Body.Length);
            ofStderr += (int)(header.Flags & LineFlags.Stderr);
        }

        return new ContiguousRecords(longest, ofStderr / (int)LineFlags.Stderr);
    }
}
