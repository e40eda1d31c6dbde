using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.ContainerLogs;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Tests.Sources.Files;
using LogOperator.Pipeline.Tests.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.ContainerLogs;

public sealed class ContainerLogsSourceTests : IDisposable
{
    private const string T = LinesUnderTest.Stamp;
    private static readonly Dictionary<string, string> Web = new() { ["app"] = "web", ["tier"] = "front" };
    private readonly FakePods pods = new();
    private readonly FollowerFixture fixture;

    public ContainerLogsSourceTests() => fixture = new FollowerFixture(o => o.Pods = pods);

    public void Dispose() => fixture.Dispose();

    [Fact]
    public void Only_the_namespaces_of_the_configuration_are_read()
    {
        Log("shop", "web-1", "u1", "app", "a");
        Log("bank", "web-1", "u2", "app", "b");
        Log("secret", "web-1", "u3", "app", "c");
        Follow(Config() with { Namespaces = ["shop", "secret"], ExcludedNamespaces = ["secret"] });
        Assert.Equal(["a"], fixture.Bodies);
        Assert.Equal("pods/u1/app/0", fixture.Streams.Single().Key);
        Assert.Equal("shop", fixture.Streams.Single().Namespace);
    }

    [Fact]
    public void Containers_are_selected_by_name()
    {
        foreach (var container in (string[])["app", "app-debug", "istio-proxy"])
        {
            Log("shop", "web-1", "u1", container, container);
        }

        Follow(Config(new SelectorSpec { Containers = new NameFilterSpec { Include = ["app*"], Exclude = ["*-debug"] } }));
        Assert.Equal(["app"], fixture.Bodies);
    }

    [Fact]
    public void Pod_is_selected_when_its_labels_arrive()
    {
        Log("shop", "web-1", "u1", "app", "a");
        Log("shop", "db-1", "u2", "app", "b");
        Follow(Config(new SelectorSpec { PodSelector = new LabelSelectorSpec { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } } }));
        Assert.Empty(fixture.Bodies);
        pods.Add("shop", "web-1", "u1", Web);
        pods.Add("shop", "db-1", "u2", new Dictionary<string, string> { ["app"] = "db" });
        fixture.Step(0.2);
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Pod_that_nobody_knows_is_read_at_once_where_there_is_no_patience()
    {
        Log("shop", "web-1", "u1", "app", "a");

        // The clock moves between the beginning of a turn and the finding of a stream, as a real one does.
        fixture.Time.AdvanceOnEachRead(TimeSpan.FromMilliseconds(1));
        Follow(Config());
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Pod_that_opted_out_is_not_read_while_its_labels_are_on_their_way()
    {
        fixture.Options.PodPatience = TimeSpan.FromSeconds(2);
        Log("shop", "web-1", "u1", "app", "private");
        Log("shop", "web-2", "u2", "app", "late");
        Follow(Config());
        fixture.Step(1);
        Assert.Empty(fixture.Bodies);
        pods.Add("shop", "web-1", "u1", new Dictionary<string, string> { ["logoperator.io/exclude"] = "true" });
        fixture.Step(0.2);
        Assert.Empty(fixture.Bodies);
        fixture.Step(2);
        Assert.Equal(["late"], fixture.Bodies);
    }

    [Fact]
    public void Pod_that_is_gone_before_its_labels_arrive_is_read_through_open_descriptors()
    {
        Follow(Config(new SelectorSpec { PodSelector = new LabelSelectorSpec { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } } }));
        Log("shop", "web-1", "u1", "app", "short life");
        fixture.Step(0.5);
        Directory.Delete(Path.GetDirectoryName(Path.GetDirectoryName(LogPath("shop", "web-1", "u1", "app", "0.log"))!)!, recursive: true);
        fixture.Step(0.5);
        pods.Add("shop", "web-1", "u1", Web);
        fixture.Step(0.5);
        Assert.Equal(["short life"], fixture.Bodies);
    }

    [Fact]
    public void Pod_that_is_deleted_stays_selected_and_described_until_its_last_line_is_read()
    {
        pods.Add("shop", "web-1", "u1", Web);
        Log("shop", "web-1", "u1", "app", "a");
        var source = Follow(Config(new SelectorSpec { PodSelector = new LabelSelectorSpec { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } } }));
        var stream = fixture.Streams.Single();
        Assert.Equal("web", System.Text.Encoding.UTF8.GetString(source.AttributesOf(stream).FindResource("k8s.pod.label.app").Bytes));
        pods.Remove("u1");
        Log("shop", "web-1", "u1", "app", "b");
        fixture.Step(0.5);
        Assert.Equal(["a", "b"], fixture.Bodies);
        Assert.DoesNotContain("disappeared pods/u1/app/0", fixture.Notes);
        Assert.Equal("web", System.Text.Encoding.UTF8.GetString(source.AttributesOf(stream).FindResource("k8s.pod.label.app").Bytes));
    }

    [Fact]
    public void Pod_that_opts_out_is_not_read_unless_that_is_overruled()
    {
        pods.Add("shop", "web-1", "u1", new Dictionary<string, string> { ["logoperator.io/exclude"] = "true" });
        Log("shop", "web-1", "u1", "app", "a");
        Follow(Config());
        Assert.Empty(fixture.Bodies);
        Follow(Config() with { IgnoreExclude = true });
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Own_pods_are_read_only_where_that_is_asked_for()
    {
        pods.Add("log-operator", "log-operator-1", "u1", new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "log-operator" });
        Log("log-operator", "log-operator-1", "u1", "operator", "a");
        Follow(Config());
        Assert.Empty(fixture.Bodies);
        Follow(Config() with { IncludeAgents = true });
        Assert.Equal(["a"], fixture.Bodies);
    }

    [Fact]
    public void Attributes_name_pod_container_and_chosen_labels()
    {
        pods.Add("shop", "web-1", "u1", Web);
        Log("shop", "web-1", "u1", "app", "a", "3.log");
        var config = Config();
        var source = Follow(config with { Spec = config.Spec with { Metadata = new MetadataSpec { PodLabels = ["t*"] } } });
        Assert.Equal(
            [
                new("k8s.namespace.name", "shop"), new("k8s.pod.name", "web-1"), new("k8s.pod.uid", "u1"), new("k8s.container.name", "app"),
                new("k8s.container.restart_count", "3"), new("k8s.node.name", "node-1"), new("k8s.pod.label.tier", "front"),
            ],
            source.AttributesOf(fixture.Streams.Single()).Resource);
    }

    [Fact]
    public void Unknown_pod_is_described_by_its_directory_and_static_one_by_its_api_uid()
    {
        Log("kube-system", "etcd-node-1", "0123456789abcdef0123456789abcdef", "etcd", "a");
        var source = Follow(Config());
        var stream = fixture.Streams.Single();
        Assert.Contains(new("k8s.pod.uid", "0123456789abcdef0123456789abcdef"), source.AttributesOf(stream).Resource);
        var before = source.AttributesOf(stream);
        Assert.Same(before, source.AttributesOf(stream));
        pods.Add("kube-system", "etcd-node-1", "api-uid", Web, directoryUid: "0123456789abcdef0123456789abcdef");
        Assert.Contains(new("k8s.pod.uid", "api-uid"), source.AttributesOf(stream).Resource);
        Assert.Equal("pods/0123456789abcdef0123456789abcdef/etcd/0", stream.Key);
    }

    [Fact]
    public void Restart_of_a_container_finishes_the_log_of_the_run_before()
    {
        Log("shop", "web-1", "u1", "app", "a");
        Follow(Config());
        fixture.Settle();
        Assert.False(fixture.Streams.Single().Files[0].IsFinished);
        Log("shop", "web-1", "u1", "app", "b", "1.log");
        fixture.Settle();
        Assert.True(fixture.TailOf("/app/0").File!.IsFinished);
        Assert.False(fixture.TailOf("/app/1").File!.IsFinished);
        Assert.Equal(["a", "b"], fixture.Bodies);
    }

    [Fact]
    public void Rotation_by_the_kubelet_is_followed_with_the_last_lines_of_the_renamed_file()
    {
        Log("shop", "web-1", "u1", "app", "a1");
        Follow(Config());
        var current = LogPath("shop", "web-1", "u1", "app", "0.log");
        File.Move(current, current + ".20260102-030405");
        File.AppendAllText(current + ".20260102-030405", $"{T} stdout P a2 begins, \n");
        fixture.Step();
        File.WriteAllText(current, $"{T} stdout F and ends\n{T} stdout F b\n");
        File.WriteAllText(current + ".20260101-000000.gz.tmp", "half an archive");
        fixture.Settle();
        Assert.Equal(["a1", "a2 begins, and ends", "b"], fixture.Bodies);
        var ids = fixture.Records.Select(r => r.Id.FileId).ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.NotEqual(ids[1], ids[2]);
        Assert.Equal(2, fixture.Streams.Single().Files.Count);
    }

    [Fact]
    public void Links_below_the_pods_directory_are_refused()
    {
        Log("shop", "web-1", "u1", "app", "a");
        var secret = fixture.Path("secret/0.log");
        File.WriteAllText(secret, $"{T} stdout F secret\n");
        File.CreateSymbolicLink(LogPath("shop", "web-1", "u1", "app", "1.log"), secret);
        Directory.CreateSymbolicLink(Path.GetDirectoryName(LogPath("shop", "web-1", "u1", "x", "0.log"))! + "link", Path.GetDirectoryName(secret)!);
        Follow(Config());
        Assert.Equal(["a"], fixture.Bodies);
        Assert.Equal(2, fixture.Follower.Troubles.Count(t => t.Message.Contains("symbolic link", StringComparison.Ordinal)));
    }

    private static SourceConfig Config(SelectorSpec? selector = null) => new()
    {
        Name = "test",
        Spec = new SourceSpec { ContainerLogs = new ContainerLogsSpec(), Selector = selector },
    };

    private IFileSource Follow(SourceConfig config)
    {
        var source = ((ISourceKind)config.Spec.ContainerLogs!).Build(new SourceContext(config, fixture.Directory.Path, "node-1", pods));
        fixture.Follow(source);
        fixture.Read();
        return source;
    }

    private string LogPath(string ns, string pod, string uid, string container, string file) =>
        fixture.Path($"var/log/pods/{ns}_{pod}_{uid}/{container}/{file}");

    private void Log(string ns, string pod, string uid, string container, string text, string file = "0.log") =>
        File.AppendAllText(LogPath(ns, pod, uid, container, file), $"{T} stdout F {text}\n");
}
