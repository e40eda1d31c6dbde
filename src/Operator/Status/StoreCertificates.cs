using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Operator.Status;

/// <summary>The condition Certificates of a store: how long the certificates in the Secrets that it names are valid. Pure.</summary>
internal static class StoreCertificates
{
    public const string Valid = "Valid";
    public const string ExpiresSoon = "ExpiresSoon";
    public const string Expired = "Expired";
    public const string Unreadable = "Unreadable";

    /// <summary>How long before its end a certificate is told to expire soon.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>Judges the certificates of a store.</summary>
    /// <param name="spec">The store.</param>
    /// <param name="secretNamespace">Where its Secrets lie.</param>
    /// <param name="secrets">Their values.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null if it names none, or none that is there.</returns>
    public static Condition? Judge(SinkSpec spec, string secretNamespace, ICredentials secrets, DateTimeOffset now)
    {
        List<(string What, bool IsOwn, X509Certificate2Collection? Found)> all = [];
        if (spec.Tls?.ClientCertRef is { } client && secrets.TryGet(secretNamespace, client.Name, "tls.crt", out var own))
        {
            all.Add(($"the client certificate in Secret {client.Name}", true, Read(own)));
        }

        if (spec.Tls?.CaRef is { } authority && secrets.TryGet(secretNamespace, authority.Name, authority.Key ?? "ca.crt", out var bundle))
        {
            all.Add(($"the authority in Secret {authority.Name}", false, Read(bundle)));
        }

        if (all.Count == 0)
        {
            return null;
        }

        try
        {
            return Judge(all, now);
        }
        finally
        {
            foreach (var certificate in all.SelectMany(c => c.Found ?? []))
            {
                certificate.Dispose();
            }
        }
    }

    private static Condition Judge(List<(string What, bool IsOwn, X509Certificate2Collection? Found)> all, DateTimeOffset now)
    {
        if (all.Find(c => c.Found is not { Count: > 0 }) is { What: { } unreadable })
        {
            return Make(Conditions.False, Unreadable, $"{unreadable} is not a certificate in PEM form");
        }

        // The first certificate is the client's own. Of several authorities it takes one.
        var (what, end) = all.Select(c => (c.What, End: c.IsOwn ? c.Found![0].NotAfter : c.Found!.Max(a => a.NotAfter))).MinBy(c => c.End);
        var date = end.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (end.ToUniversalTime() - now.UtcDateTime) switch
        {
            { Ticks: <= 0 } => Make(Conditions.False, Expired, $"{what} expired on {date}"),
            var left when left < Ahead => Make(Conditions.False, ExpiresSoon, $"{what} expires on {date}"),
            _ => Make(Conditions.True, Valid, $"the first to expire is {what}, on {date}"),
        };
    }

    private static X509Certificate2Collection? Read(ReadOnlyMemory<byte> pem)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPem(Encoding.UTF8.GetString(pem.Span));
            return found;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static Condition Make(string status, string reason, string message) => Conditions.Make(Conditions.Certificates, status, reason, message);
}
