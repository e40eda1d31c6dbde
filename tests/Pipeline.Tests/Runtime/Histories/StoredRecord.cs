using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>A record as a store got it.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="End">Offset behind its last byte in the file in which it began.</param>
/// <param name="EndsElsewhere">Whether it goes on in a later file.</param>
/// <param name="Body">Its text.</param>
internal sealed record StoredRecord(RecordId Id, long End, bool EndsElsewhere, string Body)
{
    public override string ToString() => $"'{System.Text.RegularExpressions.Regex.Replace(Body, "x+", "x").Replace("\n", "|", StringComparison.Ordinal)}' ({Id})";
}
