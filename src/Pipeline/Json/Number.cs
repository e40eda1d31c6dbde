namespace LogOperator.Pipeline.Json;

/// <summary>A JSON number: exact where it is a whole number of 64 bits, else a double.</summary>
internal readonly struct Number
{
    private readonly bool isWhole;
    private readonly long whole;
    private readonly double real;

    public Number(long value) => (isWhole, whole, real) = (true, value, value);

    public Number(double value) => (isWhole, whole, real) = (false, 0, value);

    /// <summary>Negative, 0 or positive, as this is less than, equal to or greater than the other.</summary>
    public int CompareTo(Number other) => isWhole && other.isWhole ? whole.CompareTo(other.whole) : real.CompareTo(other.real);
}
