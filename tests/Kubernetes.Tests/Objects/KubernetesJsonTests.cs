using System.Reflection;
using System.Text.Json;
using LogOperator.Kubernetes.Objects;

namespace LogOperator.Kubernetes.Tests.Objects;

public sealed class KubernetesJsonTests
{
    [Fact]
    public void Absent_members_are_not_written()
    {
        var json = JsonSerializer.Serialize(new ConfigMap { Metadata = new ObjectMeta { Name = "a" } }, KubernetesJson.Default.ConfigMap);
        Assert.Equal("""{"metadata":{"name":"a"}}""", json);
    }

    [Fact]
    public void Unknown_members_are_ignored()
    {
        var map = JsonSerializer.Deserialize("""{"metadata":{"name":"a","managedFields":[{}],"selfLink":"x"},"future":{"x":[1]}}""", KubernetesJson.Default.ConfigMap);
        Assert.Equal("a", map!.Name());
    }

    [Fact]
    public void Names_with_abbreviations_are_those_of_the_server()
    {
        var pod = JsonSerializer.Deserialize(
            """{"metadata":{"name":"a"},"spec":{"hostPID":true,"volumes":[{"name":"v","downwardAPI":{"items":[]}}]},"status":{"podIP":"1","hostIP":"2","containerStatuses":[{"name":"c","containerID":"containerd://x","imageID":"y"}]}}""",
            KubernetesJson.Default.Pod)!;
        Assert.True(pod.Spec!.HostPid);
        Assert.NotNull(pod.Spec.Volumes![0].DownwardApi);
        Assert.Equal(("1", "2", "containerd://x", "y"), (pod.Status!.PodIp, pod.Status.HostIp, pod.Status.ContainerStatuses![0].ContainerId, pod.Status.ContainerStatuses[0].ImageId));
    }

    [Fact]
    public void Times_have_whole_seconds_and_micro_times_six_digits()
    {
        var time = new DateTimeOffset(2026, 1, 2, 4, 4, 5, 120, TimeSpan.FromHours(1));
        var lease = new Lease { Metadata = new ObjectMeta { Name = "a", CreationTimestamp = time }, Spec = new LeaseSpec { RenewTime = time } };
        Assert.Equal(
            """{"metadata":{"name":"a","creationTimestamp":"2026-01-02T03:04:05Z"},"spec":{"renewTime":"2026-01-02T03:04:05.120000Z"}}""",
            JsonSerializer.Serialize(lease, KubernetesJson.Default.Lease));
        var read = JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"spec":{"renewTime":"2026-01-02T03:04:05.123456Z"}}""", KubernetesJson.Default.Lease);
        Assert.Equal(123456, read!.Spec!.RenewTime!.Value.Ticks / 10 % 1_000_000);
    }

    [Theory]
    [InlineData("80")]
    [InlineData("\"http\"")]
    [InlineData("\"25%\"")]
    public void Number_or_text_stays_what_it_is(string json)
    {
        var service = JsonSerializer.Deserialize($$"""{"metadata":{"name":"a"},"spec":{"ports":[{"port":1,"targetPort":{{json}} } ] } }""", KubernetesJson.Default.Service)!;
        var port = service.Spec!.Ports![0].TargetPort!.Value;
        Assert.Contains($"\"targetPort\":{json}", JsonSerializer.Serialize(service, KubernetesJson.Default.Service));
        Assert.Equal(json.Trim('"'), port.ToString());
        Assert.Equal(json.StartsWith('"'), port.Text is not null);
    }

    [Fact]
    public void No_member_is_reset_because_it_had_an_initialiser()
    {
        // Source-generated JSON sets an absent init member to its default, whatever its initialiser says; so there must be none.
        var objects = typeof(Pod).Assembly.GetTypes().Where(t => t.Namespace == typeof(Pod).Namespace && t.IsClass && t.GetConstructor(Type.EmptyTypes) is not null && t.GetMethod("<Clone>$") is not null).ToList();
        Assert.True(objects.Count > 60);
        foreach (var type in objects)
        {
            var fresh = Activator.CreateInstance(type);
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is not null))
            {
                Assert.True(Equals(property.GetValue(fresh), property.PropertyType.IsValueType ? Activator.CreateInstance(property.PropertyType) : null), $"{type.Name}.{property.Name} has an initialiser");
            }
        }
    }

    [Fact]
    public void Plain_object_keeps_everything()
    {
        const string Text = """{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"a","namespace":"n","labels":{"x":"y"}},"spec":{"any":[1,{"deep":null}]}}""";
        var thing = JsonSerializer.Deserialize(Text, KubernetesJson.Default.UnstructuredObject)!;
        Assert.Equal(("example.com/v1", "Thing", new ObjectKey("n", "a"), "y"), (thing.ApiVersion, thing.Kind, thing.Key(), thing.Label("x")));
        Assert.Equal(Text, JsonSerializer.Serialize(thing, KubernetesJson.Default.UnstructuredObject));
    }
}
