using LogOperator.Agent.Pods;
using LogOperator.Kubernetes.Objects;
using LogOperator.Kubernetes.Watching;
using LogOperator.TestKit;

namespace LogOperator.Agent.Tests.Pods;

public sealed class PodDirectoryTests
{
    private readonly ManualTimeProvider time = new();
    private readonly PodDirectory pods;

    public PodDirectoryTests() => pods = new PodDirectory(time);

    [Fact]
    public void A_pod_is_found_by_namespace_name_and_uid()
    {
        Tell(StoreChangeKind.Added, null, Pod("1"));

        var found = pods.Find("shop", "web-0", "1");
        Assert.Equal(("1", "node-1", "web"), (found!.Uid, found.NodeName, found.Labels["app"]));
        Assert.Null(pods.Find("shop", "web-0", "2"));
        Assert.Null(pods.Find("bank", "web-0", "1"));
    }

    [Fact]
    public void A_static_pod_is_found_by_the_hash_in_its_directory_s_name()
    {
        Tell(StoreChangeKind.Added, null, Pod("1", annotations: new() { ["kubernetes.io/config.mirror"] = "abc" }));

        Assert.Equal("1", pods.Find("shop", "web-0", "abc")!.Uid);
        Assert.Null(pods.Find("shop", "web-0", "1"));
    }

    [Fact]
    public void Only_changes_that_matter_count()
    {
        Tell(StoreChangeKind.Added, null, Pod("1"));
        var version = pods.Version;

        Tell(StoreChangeKind.Modified, Pod("1"), Pod("1", phase: "Succeeded"));
        Assert.Equal(version, pods.Version);

        Tell(StoreChangeKind.Modified, Pod("1"), Pod("1", app: "other"));
        Assert.NotEqual(version, pods.Version);
        Assert.Equal("other", pods.Find("shop", "web-0", "1")!.Labels["app"]);
    }

    [Fact]
    public void A_pod_that_is_gone_is_known_for_ten_minutes()
    {
        Tell(StoreChangeKind.Added, null, Pod("1"));
        Tell(StoreChangeKind.Deleted, Pod("1"), null);

        time.Advance(TimeSpan.FromMinutes(9));
        Tell(StoreChangeKind.Added, null, Pod("2"));
        Assert.NotNull(pods.Find("shop", "web-0", "1"));

        var version = pods.Version;
        time.Advance(TimeSpan.FromMinutes(1));
        Tell(StoreChangeKind.Modified, Pod("2"), Pod("2"));
        Assert.Null(pods.Find("shop", "web-0", "1"));
        Assert.NotNull(pods.Find("shop", "web-0", "2"));
        Assert.NotEqual(version, pods.Version);
    }

    [Fact]
    public void A_mirror_pod_that_comes_back_under_its_hash_stays()
    {
        var mirror = new Dictionary<string, string> { ["kubernetes.io/config.mirror"] = "abc" };
        Tell(StoreChangeKind.Added, null, Pod("1", annotations: mirror));
        Tell(StoreChangeKind.Deleted, Pod("1", annotations: mirror), null);
        Tell(StoreChangeKind.Added, null, Pod("2", annotations: mirror));

        time.Advance(TimeSpan.FromMinutes(11));
        Tell(StoreChangeKind.Added, null, Pod("3"));

        Assert.Equal("2", pods.Find("shop", "web-0", "abc")!.Uid);
    }

    private void Tell(StoreChangeKind kind, Pod? old, Pod? now) => pods.OnChange(new StoreChange<Pod>(kind, (now ?? old)!.Key(), old, now));

    private static Pod Pod(string uid, string app = "web", string phase = "Running", Dictionary<string, string>? annotations = null) => new()
    {
        Metadata = new ObjectMeta { Namespace = "shop", Name = "web-0", Uid = uid, Labels = new Dictionary<string, string> { ["app"] = app }, Annotations = annotations },
        Spec = new PodSpec { NodeName = "node-1" },
        Status = new PodStatus { Phase = phase },
    };
}
