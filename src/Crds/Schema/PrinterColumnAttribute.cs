namespace LogOperator.Crds.Schema;

/// <summary>A column that <c>kubectl get</c> shows, in the order of declaration; AGE is added behind them.</summary>
/// <param name="name">Heading.</param>
/// <param name="type">OpenAPI type: string, integer, date.</param>
/// <param name="path">JSON path as kubectl takes it, beginning with a dot.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string type, string path) : Attribute
{
    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>OpenAPI type.</summary>
    public string Type { get; } = type;

    /// <summary>JSON path.</summary>
    public string Path { get; } = path;
}
