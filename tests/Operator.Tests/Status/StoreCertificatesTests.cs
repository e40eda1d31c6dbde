using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;

namespace LogOperator.Operator.Tests.Status;

public sealed class StoreCertificatesTests
{
    private readonly Values secrets = new();

    [Fact]
    public void A_store_that_names_no_certificate_has_no_condition_nor_has_one_whose_secret_is_missing()
    {
        Assert.Null(Judge(null));
        Assert.Null(Judge(new TlsSpec { ServerName = "x" }));
        Assert.Null(Judge(new TlsSpec { CaRef = new SecretKeyRef { Name = "ca" } }));
    }

    [Theory]
    [InlineData(14, "True", "Valid", "the first to expire is the client certificate in Secret client, on 2026-12-06")]
    [InlineData(13, "False", "ExpiresSoon", "the client certificate in Secret client expires on 2026-12-05")]
    [InlineData(0, "False", "Expired", "the client certificate in Secret client expired on 2026-11-22")]
    [InlineData(-3, "False", "Expired", "the client certificate in Secret client expired on 2026-11-19")]
    public void A_client_certificate_is_told_to_expire_fourteen_days_ahead(int days, string status, string reason, string message)
    {
        secrets.Put("client", "tls.crt", Certificate(days) + Certificate(-400));
        secrets.Put("ca", "ca.crt", Certificate(900));

        var condition = Judge(new TlsSpec { ClientCertRef = new SecretRef { Name = "client" }, CaRef = new SecretKeyRef { Name = "ca" } })!;

        Assert.Equal((status, reason, message), (condition.Status, condition.Reason, condition.Message));
    }

    [Fact]
    public void Of_a_bundle_of_authorities_the_one_that_is_valid_longest_counts()
    {
        secrets.Put("ca", "bundle", Certificate(-5) + Certificate(5) + Certificate(100));
        Assert.Equal("True", Judge(new TlsSpec { CaRef = new SecretKeyRef { Name = "ca", Key = "bundle" } })!.Status);

        secrets.Put("ca", "bundle", Certificate(-5) + Certificate(5));
        Assert.Equal("ExpiresSoon", Judge(new TlsSpec { CaRef = new SecretKeyRef { Name = "ca", Key = "bundle" } })!.Reason);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")]
    public void What_is_no_certificate_is_told(string text)
    {
        secrets.Put("ca", "ca.crt", text);
        var condition = Judge(new TlsSpec { CaRef = new SecretKeyRef { Name = "ca" } })!;

        Assert.Equal(("Unreadable", "the authority in Secret ca is not a certificate in PEM form"), (condition.Reason, condition.Message));
    }

    private Condition? Judge(TlsSpec? tls) => StoreCertificates.Judge(new SinkSpec { Tls = tls }, "shop", secrets, Some.Now);

    private static string Certificate(int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(Some.Now.AddDays(-500), Some.Now.AddDays(days));
        return certificate.ExportCertificatePem() + "\n";
    }

    private sealed class Values : ICredentials
    {
        private readonly Dictionary<(string, string, string), byte[]> values = [];

        public void Put(string secret, string key, string text) => values[("shop", secret, key)] = Encoding.UTF8.GetBytes(text);

        public bool TryGet(string @namespace, string secret, string key, out ReadOnlyMemory<byte> value)
        {
            var found = values.GetValueOrDefault((@namespace, secret, key));
            value = found;
            return found is not null;
        }
    }
}
