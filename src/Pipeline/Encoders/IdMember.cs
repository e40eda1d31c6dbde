using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>Writes the member <c>id</c>. Keeps what the records of one file have in common: used by one thread at a time.</summary>
internal sealed class IdMember
{
    private static readonly byte[] Name = [.. ",\"id\":\""u8];

    // The member's name and the file's digits with the dash behind them.
    private readonly byte[] common = [.. Name, .. new byte[RecordId.FileLength]];
    private ulong? fileId;

    /// <summary>Appends the member with a comma in front.</summary>
    public void Write(RecordId id, EncodeBuffer buffer)
    {
        if (id.FileId != fileId)
        {
            id.FormatFile(common.AsSpan(Name.Length));
            fileId = id.FileId;
        }

        var room = buffer.GetSpan(Name.Length + RecordId.MaxLength + 1);
        common.CopyTo(room);
        var length = common.Length + id.FormatPlace(room[common.Length..]);
        room[length++] = (byte)'"';
        buffer.Advance(length);
    }
}
