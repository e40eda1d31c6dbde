using System.Text;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Encoders;

/// <summary>What is written for every record of the same <see cref="BatchAttributes"/>, made once.</summary>
internal sealed class CommonMembers
{
    private CommonMembers(BatchAttributes attributes)
    {
        var pairs = attributes.Resource;
        Resource = pairs.Count == 0 ? [] : [.. ",\"resource\":{"u8, .. Join(pairs), (byte)'}'];
        Attributes = [.. attributes.Attributes.Select(p => new Member(Encoding.UTF8.GetBytes(p.Key), Fragment(p.Key, p.Value)))];
    }

    /// <summary>The resource as a member with the comma in front; empty if there is none.</summary>
    public byte[] Resource { get; }

    /// <summary>The common attributes.</summary>
    public Member[] Attributes { get; }

    public static CommonMembers Of(BatchAttributes attributes) => attributes.Members ??= new(attributes);

    private static byte[] Join(IReadOnlyList<KeyValuePair<string, string>> pairs)
    {
        var json = new List<byte>();
        foreach (var pair in pairs)
        {
            if (json.Count > 0)
            {
                json.Add((byte)',');
            }

            json.AddRange(Fragment(pair.Key, pair.Value));
        }

        return [.. json];
    }

    private static byte[] Fragment(string key, string value)
    {
        using var buffer = new EncodeBuffer();
        buffer.Append((byte)'"');
        JsonEscaper.Escape(Encoding.UTF8.GetBytes(key), buffer);
        buffer.Append("\":\""u8);
        JsonEscaper.Escape(Encoding.UTF8.GetBytes(value), buffer);
        buffer.Append((byte)'"');
        return buffer.Written.ToArray();
    }

    /// <param name="Key">The name, not escaped.</param>
    /// <param name="Json">Name and value, without a comma.</param>
    internal readonly record struct Member(byte[] Key, byte[] Json);
}
