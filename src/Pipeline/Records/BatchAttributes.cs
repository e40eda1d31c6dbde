using System.Text;

namespace LogOperator.Pipeline.Records;

/// <summary>
/// What all records of a batch have in common: the resource they come from (namespace, pod, container, node, labels) and attributes
/// such as the file's path. Immutable and shared by many batches, so that encoders may cache what they make of it.
/// </summary>
public sealed class BatchAttributes
{
    // There is one for each file: a few names are found as fast in a list, which takes a tenth of a dictionary's memory.
    private readonly byte[][] resource;
    private readonly byte[][] attributes;

    /// <summary>Makes the set.</summary>
    /// <param name="resource">Resource attributes, named by the OpenTelemetry semantic conventions (<c>k8s.namespace.name</c> …).</param>
    /// <param name="attributes">Attributes that every record of the batch gets unless a stage sets them itself.</param>
    public BatchAttributes(IEnumerable<KeyValuePair<string, string>> resource, IEnumerable<KeyValuePair<string, string>>? attributes = null)
    {
        Resource = [.. resource];
        Attributes = [.. attributes ?? []];
        this.resource = [.. Resource.Select(p => Encoding.UTF8.GetBytes(p.Value))];
        this.attributes = [.. Attributes.Select(p => Encoding.UTF8.GetBytes(p.Value))];
    }

    /// <summary>Nothing in common.</summary>
    public static BatchAttributes Empty { get; } = new([]);

    /// <summary>Resource attributes, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Resource { get; }

    /// <summary>Attributes of every record, in the order in which they are written.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Attributes { get; }

    /// <summary>Whether others say the same, in the same order.</summary>
    internal bool SaysTheSame(BatchAttributes other) => Resource.SequenceEqual(other.Resource) && Attributes.SequenceEqual(other.Attributes);

    /// <summary>The value of a resource attribute, or an absent one.</summary>
    public Value FindResource(string key) => Find(Resource, resource, key);

    /// <summary>The value of a common attribute, or an absent one.</summary>
    public Value FindAttribute(string key) => Find(Attributes, attributes, key);

    private static Value Find(IReadOnlyList<KeyValuePair<string, string>> names, byte[][] values, string key)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (names[i].Key == key)
            {
                return Value.Text(values[i]);
            }
        }

        return default;
    }
}
