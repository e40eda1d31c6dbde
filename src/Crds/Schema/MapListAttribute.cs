namespace LogOperator.Crds.Schema;

/// <summary>Marks a list whose elements are told apart by a member, so that server-side apply merges it element by element. Other lists are atomic.</summary>
/// <param name="key">The member, as written in JSON. It must be required.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MapListAttribute(string key) : Attribute
{
    /// <summary>The member, as written in JSON.</summary>
    public string Key { get; } = key;
}
