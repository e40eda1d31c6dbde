namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>Finds the fields of a text. Used by one thread at a time; allocates nothing per text and throws nothing.</summary>
public interface IParser
{
    /// <summary>Reads one text.</summary>
    /// <param name="text">The text, whatever it holds.</param>
    /// <param name="fields">Takes what is found, as places in <paramref name="text"/>; empty when called.</param>
    /// <returns>False if the text is not in the format; then the fields are ignored.</returns>
    bool Parse(ReadOnlySpan<byte> text, ParsedFields fields);
}
