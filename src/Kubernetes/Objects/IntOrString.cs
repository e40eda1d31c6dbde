using System.Globalization;
using System.Text.Json.Serialization;

namespace LogOperator.Kubernetes.Objects;

/// <summary>A number, or a name or percentage: ports and bounds of rollouts.</summary>
[JsonConverter(typeof(IntOrStringConverter))]
public readonly record struct IntOrString
{
    /// <summary>A number.</summary>
    public IntOrString(int number) => Number = number;

    /// <summary>A name or percentage.</summary>
    public IntOrString(string text) => Text = text;

    /// <summary>The number, when it is one.</summary>
    public int? Number { get; }

    /// <summary>The name or percentage, when it is one.</summary>
    public string? Text { get; }

    /// <summary>A number.</summary>
    public static implicit operator IntOrString(int number) => new(number);

    /// <summary>A name or percentage.</summary>
    public static implicit operator IntOrString(string text) => new(text);

    /// <summary>A number.</summary>
    public static IntOrString FromInt32(int number) => new(number);

    /// <summary>A name or percentage.</summary>
    public static IntOrString FromString(string text) => new(text);

    /// <inheritdoc />
    public override string ToString() => Text ?? (Number ?? 0).ToString(CultureInfo.InvariantCulture);
}
