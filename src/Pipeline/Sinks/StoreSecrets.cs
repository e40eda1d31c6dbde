using System.Text;

namespace LogOperator.Pipeline.Sinks;

/// <summary>Looks up a store's secret values; what is missing is said in a sentence that names the Secret and the key, never the value.</summary>
internal sealed class StoreSecrets(SinkContext context)
{
    /// <summary>The value of a Secret's key.</summary>
    /// <param name="secret">Name of the Secret.</param>
    /// <param name="key">Key in its data.</param>
    /// <param name="missing">Set where the value is not there; left as it was otherwise.</param>
    public ReadOnlyMemory<byte> Read(string secret, string key, ref string? missing)
    {
        if (context.Credentials.TryGet(context.Store.SecretNamespace, secret, key, out var value) && !value.IsEmpty)
        {
            return value;
        }

        var place = context.Store.SecretNamespace.Length == 0 ? secret : $"{context.Store.SecretNamespace}/{secret}";
        missing ??= $"secret {place} has no value for key {key}, or is not there";
        return default;
    }

    /// <summary>As <see cref="Read"/>, as text.</summary>
    public string ReadText(string secret, string key, ref string? missing) => Encoding.UTF8.GetString(Read(secret, key, ref missing).Span);

    /// <summary>User name and password.</summary>
    public (string User, string Password) ReadUser(UserSecretRef reference, ref string? missing) => (
        ReadText(reference.Name, reference.UsernameKey ?? "username", ref missing),
        ReadText(reference.Name, reference.PasswordKey ?? "password", ref missing));
}
