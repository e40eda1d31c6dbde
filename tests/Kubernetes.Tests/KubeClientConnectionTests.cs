using System.Net;
using System.Runtime.Versioning;
using LogOperator.Kubernetes.Objects;
using LogOperator.TestKit;
using LogOperator.TestKit.Kubernetes;
using LogOperator.TestKit.Network;

namespace LogOperator.Kubernetes.Tests;

/// <summary>Who the client is to the real server, and whether it recognises the server.</summary>
[Collection(ApiServerTests.Name)]
[SupportedOSPlatform("linux")]
[Trait("Category", "Integration")]
public sealed class KubeClientConnectionTests(ApiServerFixture server) : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Client_certificate_in_files_next_to_the_kubeconfig_works()
    {
        File.Copy(server.AdminCertificateFile, directory.File("admin.crt"));
        File.Copy(server.AdminKeyFile, directory.File("admin.key"));
        File.Copy(server.AuthorityFile, directory.File("ca.crt"));
        Assert.Equal("admin", await UserAsync("certificate-authority: ca.crt", "client-certificate: admin.crt, client-key: admin.key"));
    }

    [Fact]
    public async Task Token_in_the_kubeconfig_works() => Assert.Equal("token-admin", await UserAsync(Authority, $"token: {ApiServerFixture.AdminToken}"));

    [Fact]
    public async Task Token_file_wins_over_a_token()
    {
        File.WriteAllText(directory.File("token"), ApiServerFixture.AdminToken + "\n");
        Assert.Equal("token-admin", await UserAsync(Authority, "token: wrong, tokenFile: token"));
    }

    [Fact]
    public async Task Credential_program_gives_a_token()
    {
        Program($$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"{{{ApiServerFixture.AdminToken}}}"}}""");
        Assert.Equal("token-admin", await UserAsync(Authority, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./program}"));
    }

    [Fact]
    public async Task Credential_program_gives_a_certificate()
    {
        var (certificate, key) = (Escaped(server.AdminCertificateFile), Escaped(server.AdminKeyFile));
        Program($$$"""{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"clientCertificateData":"{{{certificate}}}","clientKeyData":"{{{key}}}"}}""");
        Assert.Equal("admin", await UserAsync(Authority, "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./program}"));
    }

    [Fact]
    public async Task Rotated_token_file_is_read_again_when_the_old_token_is_refused()
    {
        var file = directory.File("token");
        File.WriteAllText(file, ApiServerFixture.AdminToken);
        using var client = Client(Authority, "tokenFile: token");
        await client.ListAsync(Secret.Resource, "default");

        // The server forgets no static token, so the second client begins with one that it never knew.
        File.WriteAllText(file, "expired");
        using var second = Client(Authority, "tokenFile: token");
        await Assert.ThrowsAsync<KubeException>(() => second.GetVersionAsync());
        File.WriteAllText(file, ApiServerFixture.AdminToken);
        await second.ListAsync(Secret.Resource, "default");
    }

    [Fact]
    public async Task Server_with_a_certificate_of_a_strange_authority_is_refused()
    {
        using var strange = new TestCertificates("strange");
        File.WriteAllText(directory.File("ca.crt"), strange.AuthorityPem);
        using var client = Client("certificate-authority: ca.crt", $"token: {ApiServerFixture.AdminToken}");
        var refused = await Assert.ThrowsAsync<KubeException>(() => client.GetVersionAsync());
        Assert.Equal("Unreachable", refused.Reason);
        Assert.Contains("certificate", refused.Message);
    }

    [Fact]
    public async Task Server_whose_certificate_lacks_the_name_is_refused()
    {
        using var client = Client(Authority + ", tls-server-name: somebody.else", $"token: {ApiServerFixture.AdminToken}");
        var refused = await Assert.ThrowsAsync<KubeException>(() => client.GetVersionAsync());
        Assert.Equal("Unreachable", refused.Reason);
    }

    [Fact]
    public async Task Server_is_recognised_by_the_name_that_was_asked_for() =>
        Assert.Equal("token-admin", await UserAsync($"{Authority}, tls-server-name: {ApiServerFixture.ServerName}", $"token: {ApiServerFixture.AdminToken}"));

    [Fact]
    public async Task Verification_can_be_switched_off_explicitly() =>
        Assert.Equal("token-admin", await UserAsync("insecure-skip-tls-verify: true", $"token: {ApiServerFixture.AdminToken}"));

    [Fact]
    public async Task Wrong_token_is_refused()
    {
        using var client = Client(Authority, "token: wrong");
        Assert.True((await Assert.ThrowsAsync<KubeException>(() => client.ListAsync(Secret.Resource, "default"))).IsForbidden);
    }

    [Fact]
    public async Task Watch_on_a_connection_that_died_silently_is_noticed_by_pings()
    {
        await using var proxy = new TcpProxy(new IPEndPoint(IPAddress.Loopback, server.Port));
        var config = KubeConfig.Load(server.Kubeconfig);
        var through = new KubeConfig { Server = new Uri($"https://127.0.0.1:{proxy.Port}"), CertificateAuthorities = config.CertificateAuthorities, ClientCertificate = config.ClientCertificate };
        using var client = new KubeClient(through, new KubeClientOptions { KeepAlivePing = TimeSpan.FromSeconds(1) });
        var watch = client.WatchAsync(Namespace.Resource).GetAsyncEnumerator();
        await using (watch)
        {
            Assert.True(await watch.MoveNextAsync());
            proxy.Fault = ProxyFault.BlackHole;
            var failure = await Assert.ThrowsAsync<KubeException>(async () =>
            {
                while (await watch.MoveNextAsync())
                {
                    // What had arrived before is still told.
                }
            });
            Assert.True(failure.IsTransient);
        }
    }

    private string Authority => $"certificate-authority: {server.AuthorityFile}";

    private static string Escaped(string file) => File.ReadAllText(file).Replace("\n", "\\n", StringComparison.Ordinal);

    private void Program(string prints)
    {
        var path = directory.File("program");
        File.WriteAllText(path, $"#!/bin/sh\ncat <<'EOF'\n{prints}\nEOF\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<string?> UserAsync(string cluster, string user)
    {
        using var client = Client(cluster, user);
        var review = new UnstructuredObject(new System.Text.Json.Nodes.JsonObject { ["metadata"] = new System.Text.Json.Nodes.JsonObject() });
        var resource = await client.FindResourceAsync("authentication.k8s.io/v1", "SelfSubjectReview");
        var answer = await client.CreateAsync(resource!, review);
        return answer.Json["status"]!["userInfo"]!["username"]!.ToString();
    }

    private KubeClient Client(string cluster, string user)
    {
        var file = directory.File("config");
        File.WriteAllText(file, $$$"""
            current-context: c
            contexts: [{name: c, context: {cluster: k, user: u}}]
            clusters: [{name: k, cluster: {server: "{{{server.Server}}}", {{{cluster}}} }}]
            users: [{name: u, user: { {{{user}}} }}]
            """);
        return new KubeClient(KubeConfig.Load(file));
    }
}
