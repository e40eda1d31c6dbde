using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Admin;

/// <summary>
/// The status port's certificate and the authority of its clients, from <c>tls.crt</c>, <c>tls.key</c> and <c>ca.crt</c>. Read again when
/// the files change; while new ones cannot be used, the old ones serve.
/// </summary>
/// <param name="directory">Where the files lie.</param>
/// <param name="logger">Told when they cannot be used.</param>
internal sealed class Certificates(string directory, ILogger logger)
{
    private readonly Lock gate = new();
    private string stamp = "";
    private CertificateSet? current;

    /// <summary>What is valid now; null if there is nothing usable yet.</summary>
    public CertificateSet? Current()
    {
        lock (gate)
        {
            try
            {
                var now = string.Join(' ', Files.Select(f => File.GetLastWriteTimeUtc(Target(f)).Ticks + ":" + Target(f)));
                if (now != stamp)
                {
                    // Not disposed: handshakes may still use the old one.
                    current = Load();
                    stamp = now;
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
            {
                Log.CertificatesUnusable(logger, directory, e.Message);
            }

            return current;
        }
    }

    private static string[] Files => ["ca.crt", "tls.crt", "tls.key"];

    // kubelet replaces mounted files by swapping a directory behind symbolic links.
    private string Target(string file)
    {
        var path = Path.Combine(directory, file);
        return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
    }

    private CertificateSet Load()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(directory, "ca.crt"));
        return authorities.Count > 0
            ? new CertificateSet(X509Certificate2.CreateFromPemFile(Path.Combine(directory, "tls.crt"), Path.Combine(directory, "tls.key")), authorities)
            : throw new CryptographicException("expected certificates in ca.crt, found none");
    }
}
