using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LogOperator.TestKit.Network;
using LogOperator.TestKit.Parts;
using Xunit;

namespace LogOperator.TestKit.Kubernetes;

/// <summary>
/// A bare API server with etcd and nothing else, for tests of the client itself: ready in about two seconds, can be stopped and started again under its clients,
/// knows users by certificate, by static token and by service account. No controllers run: service accounts, garbage collection and workloads do not work by themselves.
/// </summary>
public sealed class ApiServerFixture : IAsyncLifetime
{
    /// <summary>A token of a cluster administrator.</summary>
    public const string AdminToken = "admin-token";

    /// <summary>A token of <see cref="UnprivilegedUser" />, who may do nothing that is not granted.</summary>
    public const string UnprivilegedToken = "plain-token";

    /// <summary>Name of a user without rights.</summary>
    public const string UnprivilegedUser = "plain";

    /// <summary>A name in the server's certificate that does not resolve.</summary>
    public const string ServerName = "kubernetes.default.svc";

    private readonly TempDirectory directory = new();
    private readonly TestCertificates certificates = new();
    private Availability<string> home = new(null, "the API server was not started");
    private BoundProcess? etcd;
    private BoundProcess? server;
    private int port;
    private int etcdPort;

    /// <summary>Address of the server.</summary>
    public Uri Server => new($"https://127.0.0.1:{Port}");

    /// <summary>Port of the server on loopback.</summary>
    public int Port
    {
        get
        {
            _ = home.Require();
            return port;
        }
    }

    /// <summary>A kubeconfig of an administrator with a client certificate.</summary>
    public string Kubeconfig
    {
        get
        {
            _ = home.Require();
            return directory.File("kubeconfig");
        }
    }

    /// <summary>The certificate authority of server and clients, as a PEM file.</summary>
    public string AuthorityFile => directory.File("ca.crt");

    /// <summary>The administrator's certificate, as a PEM file.</summary>
    public string AdminCertificateFile => directory.File("admin.crt");

    /// <summary>The administrator's key, as a PEM file.</summary>
    public string AdminKeyFile => directory.File("admin.key");

    public async ValueTask InitializeAsync()
    {
        home = await Part.FindAsync("kubernetes");
        if (home.Value is null)
        {
            return;
        }

        WriteFiles();
        var ports = FreePort.Take(3);
        (port, etcdPort) = (ports[0], ports[1]);
        this.etcd = BoundProcess.Start(
            directory.File("etcd.log"),
            Path.Combine(home.Value, "bin", "etcd"),
            [
                $"--data-dir={directory.File("etcd")}", "--unsafe-no-fsync", "--name=default", "--log-level=warn",
                $"--listen-client-urls=http://127.0.0.1:{etcdPort}", $"--advertise-client-urls=http://127.0.0.1:{etcdPort}",
                $"--listen-peer-urls=http://127.0.0.1:{ports[2]}", $"--initial-advertise-peer-urls=http://127.0.0.1:{ports[2]}",
                $"--initial-cluster=default=http://127.0.0.1:{ports[2]}",
            ]);
        await StartServerAsync();
    }

    /// <summary>Kills the API server; its data stays.</summary>
    public async Task StopServerAsync()
    {
        _ = home.Require();
        if (this.server is not null)
        {
            await this.server.DisposeAsync();
        }

        this.server = null;
    }

    /// <summary>Starts the API server on its port and waits until it is ready.</summary>
    public async Task StartServerAsync()
    {
        this.server = BoundProcess.Start(
            directory.File("apiserver.log"),
            Path.Combine(home.Require(), "bin", "kube-apiserver"),
            [
                "--bind-address=127.0.0.1", $"--secure-port={port}", "--advertise-address=127.0.0.1", "--endpoint-reconciler-type=none",
                $"--etcd-servers=http://127.0.0.1:{etcdPort}", $"--cert-dir={directory.File("apiserver")}",
                $"--tls-cert-file={directory.File("server.crt")}", $"--tls-private-key-file={directory.File("server.key")}",
                $"--client-ca-file={AuthorityFile}", $"--token-auth-file={directory.File("tokens.csv")}",
                $"--service-account-key-file={directory.File("sa.pub")}", $"--service-account-signing-key-file={directory.File("sa.key")}",
                "--service-account-issuer=https://kubernetes.default.svc", "--authorization-mode=RBAC", "--service-cluster-ip-range=10.0.0.0/24",
                "--disable-admission-plugins=ServiceAccount", "--allow-privileged=true", "--v=1",
            ]);
        await WaitUntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (this.server is not null)
        {
            await this.server.DisposeAsync();
        }

        if (this.etcd is not null)
        {
            await this.etcd.DisposeAsync();
        }

        certificates.Dispose();
        directory.Dispose();
    }

    private void WriteFiles()
    {
        var (serverCertificate, serverKey) = certificates.Server("kube-apiserver", "127.0.0.1", "10.0.0.1", "localhost", "kubernetes", ServerName);
        var (adminCertificate, adminKey) = certificates.Client("admin", "system:masters");
        using var accounts = RSA.Create(2048);
        File.WriteAllText(AuthorityFile, certificates.AuthorityPem);
        File.WriteAllText(directory.File("server.crt"), serverCertificate);
        File.WriteAllText(directory.File("server.key"), serverKey);
        File.WriteAllText(AdminCertificateFile, adminCertificate);
        File.WriteAllText(AdminKeyFile, adminKey);
        File.WriteAllText(directory.File("sa.key"), accounts.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(directory.File("sa.pub"), accounts.ExportSubjectPublicKeyInfoPem());
        File.WriteAllText(directory.File("tokens.csv"), $"{AdminToken},token-admin,u1,\"system:masters\"\n{UnprivilegedToken},{UnprivilegedUser},u2\n");
    }

    private async Task WaitUntilReadyAsync()
    {
        File.WriteAllText(directory.File("kubeconfig"), $$$"""
            apiVersion: v1
            kind: Config
            current-context: test
            clusters: [{name: test, cluster: {server: "https://127.0.0.1:{{{port}}}", certificate-authority-data: {{{Base64(AuthorityFile)}}}}}]
            users: [{name: admin, user: {client-certificate-data: {{{Base64(AdminCertificateFile)}}}, client-key-data: {{{Base64(AdminKeyFile)}}}}}]
            contexts: [{name: test, context: {cluster: test, user: admin}}]

            """);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(AuthorityFile);
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Authorization = new("Bearer", AdminToken);
        var time = TimeProvider.System;
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri($"https://127.0.0.1:{port}/readyz"));
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            if (time.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                throw new InvalidOperationException($"expected a ready API server within a minute, found none: {await TailAsync("apiserver.log")} {await TailAsync("etcd.log")}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time);
        }
    }

    private static string Base64(string file) => Convert.ToBase64String(Encoding.ASCII.GetBytes(File.ReadAllText(file)));

    private async Task<string> TailAsync(string file) => string.Join('\n', (await File.ReadAllLinesAsync(directory.File(file))).TakeLast(20));
}
