using System.Security.Cryptography.X509Certificates;
using LogOperator.Kubernetes.Configuration;

namespace LogOperator.Kubernetes;

/// <summary>Where the API server is, how it is recognised, and who the caller is. Of the credentials at most one kind is used: client certificate, exec, token file, token, user name.</summary>
public sealed class KubeConfig
{
    /// <summary>Address of the API server, without a path or with the prefix of a proxy.</summary>
    public required Uri Server { get; init; }

    /// <summary>Namespace to work in where none is named; null means <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Context that was chosen, when the configuration came from a file.</summary>
    public string? Context { get; init; }

    /// <summary>Certificate authorities that the server's certificate must come from; null means those of the system.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Do not check the server's certificate. For experiments only: whoever sits in between can read and change everything.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Name that the server's certificate must carry, when it is not the one in <see cref="Server" />.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Proxy for the connection; null means the one in the environment, if any.</summary>
    public Uri? ProxyUrl { get; init; }

    /// <summary>Client certificate with its private key.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Bearer token.</summary>
    public string? Token { get; init; }

    /// <summary>File that holds the bearer token; it is read again, since such tokens rotate.</summary>
    public string? TokenFile { get; init; }

    /// <summary>User name for basic authentication.</summary>
    public string? Username { get; init; }

    /// <summary>Password for basic authentication.</summary>
    public string? Password { get; init; }

    /// <summary>Program that gives the credentials.</summary>
    public ExecConfig? Exec { get; init; }

    /// <summary>
    /// Reads kubeconfig files as kubectl does: the given file, or else every file in the list of the variable KUBECONFIG (of equal entries the first counts,
    /// missing files are skipped), or else <c>~/.kube/config</c>.
    /// </summary>
    /// <param name="path">A file, or null.</param>
    /// <param name="context">Context to use; null takes the current one.</param>
    /// <exception cref="KubeConfigException">A file cannot be read or understood, or the context leads nowhere.</exception>
    public static KubeConfig Load(string? path = null, string? context = null) => KubeConfigLoader.Load(KubeConfigLoader.Files(path), context);

    /// <summary>The configuration of a pod: address from the environment, token and certificate authority from the mounted service account.</summary>
    /// <exception cref="KubeConfigException">This is not a pod, or the service account is not mounted.</exception>
    public static KubeConfig InCluster() =>
        InClusterLoader.Load(Environment.GetEnvironmentVariable, InClusterLoader.ServiceAccountDirectory);

    /// <summary>Whether this process runs in a pod with a service account.</summary>
    public static bool IsInCluster() => InClusterLoader.IsPresent(Environment.GetEnvironmentVariable, InClusterLoader.ServiceAccountDirectory);

    /// <summary>The files of KUBECONFIG when that is set, else the pod's own when this is one, else <c>~/.kube/config</c>.</summary>
    /// <exception cref="KubeConfigException">None of them is usable.</exception>
    public static KubeConfig Default() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) && IsInCluster() ? InCluster() : Load();
}
