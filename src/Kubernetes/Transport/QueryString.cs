using System.Globalization;
using System.Text;

namespace LogOperator.Kubernetes.Transport;

/// <summary>Builds a path with a query; null values are left out.</summary>
internal sealed class QueryString(string path)
{
    private readonly StringBuilder text = new(path);
    private char separator = '?';

    public QueryString Add(string name, string? value)
    {
        if (value is null)
        {
            return this;
        }

        text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value));
        separator = '&';
        return this;
    }

    public QueryString Add(string name, bool value) => value ? Add(name, "true") : this;

    public QueryString Add(string name, long? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => text.ToString();
}
