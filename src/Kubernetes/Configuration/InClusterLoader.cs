using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LogOperator.Kubernetes.Configuration;

/// <summary>Reads what Kubernetes gives to a pod (kubernetes.io, "Accessing the API from within a Pod").</summary>
internal static class InClusterLoader
{
    public const string ServiceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    public static bool IsPresent(Func<string, string?> environment, string directory) =>
        !string.IsNullOrEmpty(environment("KUBERNETES_SERVICE_HOST")) && File.Exists(Path.Combine(directory, "token"));

    public static KubeConfig Load(Func<string, string?> environment, string directory)
    {
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port))
        {
            throw new KubeConfigException("in-cluster configuration: expected the variables KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT, found none; is this a pod?");
        }

        if (IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            host = $"[{host}]";
        }

        var tokenFile = Path.Combine(directory, "token");
        if (!File.Exists(tokenFile))
        {
            throw new KubeConfigException($"in-cluster configuration: expected a service account token in {tokenFile}, found no file; is automountServiceAccountToken off?");
        }

        var authorities = new X509Certificate2Collection();
        var authorityFile = Path.Combine(directory, "ca.crt");
        try
        {
            authorities.ImportFromPemFile(authorityFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new KubeConfigException($"in-cluster configuration: expected certificates in {authorityFile}: {e.Message}", e);
        }

        var namespaceFile = Path.Combine(directory, "namespace");
        return new KubeConfig
        {
            Server = new Uri($"https://{host}:{port}"),
            CertificateAuthorities = authorities,
            TokenFile = tokenFile,
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null,
        };
    }
}
