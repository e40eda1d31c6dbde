using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Crds.Compilation;

/// <summary>Finds the Secrets that a store refers to, with the keys that it takes by default.</summary>
public static class SecretReferences
{
    /// <summary>Every key of every Secret, with the path of the reference.</summary>
    public static IEnumerable<(SecretUse Use, string Path)> Of(SinkSpec spec, string @namespace)
    {
        if (spec.Auth?.Basic is { } basic)
        {
            foreach (var use in User(basic.SecretRef, "spec.auth.basic.secretRef"))
            {
                yield return use;
            }
        }

        if (spec.Auth?.Sasl is { } sasl)
        {
            foreach (var use in User(sasl.SecretRef, "spec.auth.sasl.secretRef"))
            {
                yield return use;
            }
        }

        if (spec.Auth?.Bearer is { } bearer)
        {
            yield return (new(@namespace, bearer.SecretRef.Name, bearer.SecretRef.Key ?? "token"), "spec.auth.bearer.secretRef");
        }

        if (spec.Tls?.CaRef is { } ca)
        {
            yield return (new(@namespace, ca.Name, ca.Key ?? "ca.crt"), "spec.tls.caRef");
        }

        if (spec.Tls?.ClientCertRef is { } client)
        {
            yield return (new(@namespace, client.Name, "tls.crt"), "spec.tls.clientCertRef");
            yield return (new(@namespace, client.Name, "tls.key"), "spec.tls.clientCertRef");
        }

        IEnumerable<(SecretUse, string)> User(UserSecretRef reference, string path) =>
        [
            (new(@namespace, reference.Name, reference.UsernameKey ?? "username"), path),
            (new(@namespace, reference.Name, reference.PasswordKey ?? "password"), path),
        ];
    }

    /// <summary>What is wrong with the Secrets of an accepted store.</summary>
    public static IEnumerable<Problem> Problems(SinkSpec spec, string @namespace, IReadOnlyDictionary<(string Namespace, string Name), SecretInfo> known)
    {
        foreach (var (use, path) in Of(spec, @namespace))
        {
            var problem = known.GetValueOrDefault((use.Namespace, use.Name)) switch
            {
                null => new Problem(path, Reasons.SecretPending, $"Secret {use.Namespace}/{use.Name} was not looked up yet"),
                { Access: SecretAccess.NotFound } => new Problem(path, Reasons.SecretNotFound, $"Secret {use.Namespace}/{use.Name} does not exist"),
                { Access: SecretAccess.Forbidden } => new Problem(path, Reasons.SecretForbidden, $"the operator may not read Secret {use.Namespace}/{use.Name}"),
                var secret when !secret.Keys.Contains(use.Key) => new Problem(path, Reasons.SecretKeyMissing, $"Secret {use.Namespace}/{use.Name} has no key {use.Key}"),
                _ => null,
            };
            if (problem is not null)
            {
                yield return problem;
            }
        }
    }
}
