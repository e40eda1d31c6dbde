namespace LogOperator.Pipeline.Configuration;

/// <summary>Secret values, kept apart from the configuration. Safe for concurrent use.</summary>
public interface ICredentials
{
    /// <summary>The value of a Secret's key.</summary>
    /// <param name="namespace">Namespace of the Secret.</param>
    /// <param name="secret">Name of the Secret.</param>
    /// <param name="key">Key in its data.</param>
    /// <param name="value">The value; must not be kept longer than needed and never be written anywhere.</param>
    /// <returns>False if it is not (yet) known.</returns>
    bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value);
}
