using LogOperator.Cli.Running;
using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Running;

public sealed class PodListDirectoryTests : IDisposable
{
    private readonly TempDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"namespace":"shop","name":"web-0","uid":"1","labels":{"app":"web"}}}]}""")]
    [InlineData("""{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"namespace":"shop","name":"web-0","uid":"1","labels":{"app":"web"}}}]}""")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {namespace: shop, name: web-0, uid: \"1\", labels: {app: web}}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: other}\n")]
    public void Pods_are_found_in_every_form_that_kubectl_prints(string text)
    {
        var pods = Read(text);

        var pod = pods.Find("shop", "web-0", "1");
        Assert.Equal("web", pod!.Labels["app"]);
        Assert.Contains("shop", pods.Namespaces);
        Assert.Null(pods.Find("shop", "web-0", "2"));
    }

    [Fact]
    public void A_static_pod_is_found_by_the_hash_in_its_directory_s_name()
    {
        var pods = Read("""{"kind":"PodList","items":[{"metadata":{"namespace":"kube-system","name":"etcd","uid":"1","annotations":{"kubernetes.io/config.mirror":"abc"}}}]}""");

        Assert.Equal("1", pods.Find("kube-system", "etcd", "abc")!.Uid);
        Assert.Null(pods.Find("kube-system", "etcd", "1"));
    }

    private PodListDirectory Read(string text)
    {
        var file = directory.File("pods");
        File.WriteAllText(file, text);
        var pods = PodListDirectory.Read(file, out var problem);
        Assert.Null(problem);
        return pods!;
    }
}
