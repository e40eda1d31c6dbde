using System.Text;
using LogOperator.Kubernetes.Configuration;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;

namespace LogOperator.Kubernetes.Tests.Configuration;

public sealed class KubeConfigTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Current_context_is_followed_to_cluster_and_user()
    {
        var config = KubeConfig.Load(Write("config", """
            apiVersion: v1
            kind: Config
            current-context: b
            preferences: {}
            contexts:
            - {name: a, context: {cluster: one, user: x}}
            - name: b
              context:
                cluster: two
                user: y
                namespace: apps
            clusters:
            - {name: one, cluster: {server: https://one:6443}}
            - {name: two, cluster: {server: "https://two:6443/prefix", tls-server-name: api, proxy-url: "http://proxy:3128"}}
            users:
            - {name: x, user: {token: tx}}
            - {name: y, user: {username: u, password: p}}
            """));
        Assert.Equal(("b", "https://two:6443/prefix", "apps", "api"), (config.Context, config.Server.ToString(), config.Namespace, config.TlsServerName));
        Assert.Equal(("u", "p", null, "http://proxy:3128/"), (config.Username, config.Password, config.Token, config.ProxyUrl!.ToString()));
    }

    [Fact]
    public void Named_context_wins_over_the_current_one() => Assert.Equal("tx", KubeConfig.Load(Simple(), "other").Token);

    [Fact]
    public void Files_are_merged_and_the_first_wins()
    {
        var first = Write("first", "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nusers: [{name: u, user: {token: first}}]");
        var second = Write("second", "current-context: d\nclusters: [{name: k, cluster: {server: 'https://k'}}]\nusers: [{name: u, user: {token: second}}]");
        var config = KubeConfigLoader.Load([first, directory.File("missing"), second], null);
        Assert.Equal(("c", "https://k/", "first"), (config.Context, config.Server.ToString(), config.Token));
    }

    [Fact]
    public void Certificates_come_from_data_or_from_files_beside_the_kubeconfig()
    {
        using var certificates = new TestCertificates();
        var (certificate, key) = certificates.Client("me");
        Write("ca.pem", certificates.AuthorityPem + "\n" + certificates.AuthorityPem);
        Write("me.pem", certificate);
        Write("me.key", key);
        string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        var files = KubeConfig.Load(Cluster("certificate-authority: ca.pem", "client-certificate: me.pem, client-key: me.key"));
        var data = KubeConfig.Load(Cluster($"certificate-authority-data: {Base64(certificates.AuthorityPem)}", $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}"));
        Assert.Equal(2, files.CertificateAuthorities!.Count);
        Assert.Single(data.CertificateAuthorities!);
        Assert.Equal(files.ClientCertificate!.Thumbprint, data.ClientCertificate!.Thumbprint);
        Assert.True(data.ClientCertificate.HasPrivateKey);
    }

    [Fact]
    public void Credential_program_is_read_whole()
    {
        var exec = KubeConfig.Load(Cluster("", "exec: {apiVersion: client.authentication.k8s.io/v1, command: aws, args: [eks, get-token], env: [{name: A, value: b}], provideClusterInfo: true, installHint: get it}")).Exec!;
        Assert.Equal(("aws", true, "get it", "b"), (exec.Command, exec.ProvideClusterInfo, exec.InstallHint, exec.Env!["A"]));
        Assert.Equal(["eks", "get-token"], exec.Args);
        var relative = KubeConfig.Load(Cluster("", "exec: {apiVersion: client.authentication.k8s.io/v1, command: bin/tool}")).Exec!;
        Assert.Equal(Path.Combine(directory.Path, "bin", "tool"), relative.Command);
    }

    [Theory]
    [InlineData("{}", "expected current-context, found none")]
    [InlineData("current-context: x", "expected context \"x\" in contexts, found none")]
    [InlineData("current-context: x\ncontexts: [{name: y}]", "expected context \"x\" in contexts, found y")]
    [InlineData("current-context: x\ncontexts: {a: b}", "contexts (line 2): expected a list, found Mapping")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {user: u}}]", "contexts[0].context.cluster: expected a string, found none")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]", "expected cluster \"k\", which context x names in clusters, found none")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: nowhere}}]", "clusters[0].cluster.server: expected an https URL (was \"nowhere\")")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://k', insecure-skip-tls-verify: maybe}}]", "expected true or false (was \"maybe\")")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://k', certificate-authority-data: '***'}}]", "certificate-authority-data: expected base64")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://k', certificate-authority: none.pem}}]", "none.pem")]
    [InlineData("current-context: [", "config:")]
    [InlineData("- a", "expected a mapping, found Sequence")]
    public void Mistake_is_told_with_its_place(string text, string problem)
    {
        var file = Write("config", text);
        var failure = Assert.Throws<KubeConfigException>(() => KubeConfig.Load(file));
        Assert.Contains(problem, failure.Message);
        Assert.Contains(file, failure.Message);
    }

    [Fact]
    public void Missing_file_is_told() => Assert.Contains("expected a file, found none", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(directory.File("none"))).Message);

    [Fact]
    public void Pod_finds_its_service_account()
    {
        using var certificates = new TestCertificates();
        Write("token", "t");
        Write("ca.crt", certificates.AuthorityPem);
        Write("namespace", "apps");
        string? Environment(string name) => name switch { "KUBERNETES_SERVICE_HOST" => "fd00::1", "KUBERNETES_SERVICE_PORT" => "443", _ => null };
        Assert.True(InClusterLoader.IsPresent(Environment, directory.Path));
        var config = InClusterLoader.Load(Environment, directory.Path);
        Assert.Equal(("https://[fd00::1]/", "apps", directory.File("token")), (config.Server.ToString(), config.Namespace, config.TokenFile));
        Assert.Single(config.CertificateAuthorities!);
    }

    [Fact]
    public void Program_outside_a_pod_is_told_so()
    {
        Assert.False(InClusterLoader.IsPresent(_ => null, directory.Path));
        Assert.Contains("is this a pod?", Assert.Throws<KubeConfigException>(() => InClusterLoader.Load(_ => null, directory.Path)).Message);
        Assert.Contains("automountServiceAccountToken", Assert.Throws<KubeConfigException>(() => InClusterLoader.Load(_ => "1", directory.Path)).Message);
    }

    private string Write(string name, string text)
    {
        var file = directory.File(name);
        File.WriteAllText(file, text);
        return file;
    }

    private string Simple() => Write("config", "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}, {name: other, context: {cluster: k, user: x}}]\nclusters: [{name: k, cluster: {server: 'https://k'}}]\nusers: [{name: u, user: {token: t}}, {name: x, user: {token: tx}}]");

    private string Cluster(string cluster, string user) => Write("config", $$$"""
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "https://k"{{{(cluster.Length > 0 ? ", " + cluster : "")}}} }}]
        users: [{name: u, user: { {{{user}}} }}]
        """);
}
