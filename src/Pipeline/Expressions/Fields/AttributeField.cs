using System.Text;
using LogOperator.Pipeline.Json;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Expressions.Fields;

/// <summary>
/// An attribute, or a member of one that holds a JSON object. A path of several names is first one attribute whose name has dots
/// (<c>http.status_code</c>), then a member of an attribute with a shorter name.
/// </summary>
internal sealed class AttributeField : FieldReference
{
    private const string StreamName = "log.iostream";
    private readonly byte[][] names;
    private readonly byte[][] prefixes;
    private readonly string name;

    public AttributeField(IReadOnlyList<string> path)
    {
        names = [.. path.Select(Encoding.UTF8.GetBytes)];
        prefixes = [.. path.Select((_, i) => Encoding.UTF8.GetBytes(string.Join('.', path.Take(i + 1))))];
        name = string.Join('.', path);
    }

    public override Value Read(Record record)
    {
        for (var length = prefixes.Length; length > 0; length--)
        {
            var value = record.Find(prefixes[length - 1]);
            if (length < prefixes.Length)
            {
                value = value.Kind == ValueKind.Json ? JsonMembers.Find(value.Bytes, names.AsSpan(length)) : default;
            }

            if (!value.IsAbsent)
            {
                return value;
            }
        }

        return name == StreamName ? StreamField.Instance.Read(record) : record.Batch.Attributes.FindAttribute(name);
    }
}
