using System.Text;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// What all records of a batch have in common: the resource they come from (namespace, pod, container, node, labels) and attributes
/// such as the file's path. Immutable and shared by many batches, so that encoders may cache what they make of it.
/// </summary>
public sealed class BatchAttributes
{
    // There is one for each file: a few names are found as fast in a list, which takes a tenth of a dictionary's memory. Values are
    // encoded when somebody asks for them, which few do.
    private readonly KeyValuePair<string, string>[] resource;
    private readonly KeyValuePair<string, string>[] attributes;
    private byte[]?[]? resourceValues;
    private byte[]?[]? attributeValues;

    /// <summary>Makes the set.</summary>
    /// <param name="resource">Resource attributes, named by the OpenTelemetry semantic conventions (<c>k8s.namespace.name</c> …).</param>
    /// <param name="attributes">Attributes that every record of the batch gets unless a stage sets them itself.</param>
    public BatchAttributes(IEnumerable<KeyValuePair<string, string>> resource, IEnumerable<KeyValuePair<string, string>>? attributes = null)
    {
        this.resource = [.. resource];
        this.attributes = [.. attributes ?? []];
    }

    /// <summary>Nothing in common.</summary>
    public static BatchAttributes Empty { get; } = new([]);

    /// <summary>Resource attributes, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource => resource;

    /// <summary>Attributes of every record, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes => attributes;

    /// <summary>What encoders write of it.</summary>
    internal CommonMembers? Members { get; set; }

    /// <summary>Whether others say the same, in the same order.</summary>
    internal bool SaysTheSame(BatchAttributes other) => Resource.SequenceEqual(other.Resource) && Attributes.SequenceEqual(other.Attributes);

    /// <summary>The value of a resource attribute, or an absent one.</summary>
    public Value FindResource(string key) => Find(resource, ref resourceValues, key);

    /// <summary>The value of a common attribute, or an absent one.</summary>
    public Value FindAttribute(string key) => Find(attributes, ref attributeValues, key);

    private static Value Find(KeyValuePair<string, string>[] pairs, ref byte[]?[]? values, string key)
    {
        for (var i = 0; i < pairs.Length; i++)
        {
            if (pairs[i].Key == key)
            {
                values ??= new byte[]?[pairs.Length];
                return Value.Text(values[i] ??= Encoding.UTF8.GetBytes(pairs[i].Value));
            }
        }

        return default;
    }
}
