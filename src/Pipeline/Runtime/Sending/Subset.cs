using LogOperator.Pipeline.Sinks;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>A part of an outgoing request that is tried on its own.</summary>
/// <param name="Request">What the sink gets.</param>
/// <param name="Indices">Index of each record in the outgoing request; null where the numbers are the same.</param>
internal readonly record struct Subset(SinkRequest Request, int[]? Indices)
{
    /// <summary>Number of records.</summary>
    public int Count => Request.Records.Count;

    /// <summary>Index in the outgoing request.</summary>
    public int IndexOf(int index) => Indices is null ? index : Indices[index];

    /// <summary>A run of the subset.</summary>
    public Subset Part(int first, int count) => Select([.. Enumerable.Range(first, count)]);

    /// <summary>Some records of the subset.</summary>
    public Subset Select(IReadOnlyList<int> chosen)
    {
        var records = new RecordRef[chosen.Count];
        var indices = new int[chosen.Count];
        for (var i = 0; i < chosen.Count; i++)
        {
            records[i] = Request.Records[chosen[i]];
            indices[i] = IndexOf(chosen[i]);
        }

        return new Subset(new SinkRequest(records), indices);
    }

    /// <summary>Acknowledges a run of the subset in the outgoing request.</summary>
    public void Acknowledge(OutgoingRequest request, int first, int count)
    {
        if (Indices is null)
        {
            request.Acknowledge(first, count);
            return;
        }

        for (var i = first; i < first + count; i++)
        {
            request.Acknowledge(Indices[i], 1);
        }
    }
}
