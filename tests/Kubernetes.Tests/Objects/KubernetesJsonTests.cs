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
        var pod = JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"status":{"podIP":"1"}}""", KubernetesJson.Default.Pod)!;
        Assert.Equal("1", pod.Status!.PodIp);
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
        var pod = JsonSerializer.Deserialize(
            $$"""{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","livenessProbe":{"httpGet":{"port":{{json}} } } } ] } }""", KubernetesJson.Default.Pod)!;
        var port = pod.Spec!.Containers![0].LivenessProbe!.HttpGet!.Port;
        Assert.Contains($"\"port\":{json}", JsonSerializer.Serialize(pod, KubernetesJson.Default.Pod));
        Assert.Equal(json.Trim('"'), port.ToString());
        Assert.Equal(json.StartsWith('"'), port.Text is not null);
    }

    [Fact]
    public void No_member_is_reset_because_it_had_an_initialiser()
    {
        // Source-generated JSON sets an absent init member to its default, whatever its initialiser says; so there must be none.
        var objects = typeof(Pod).Assembly.GetTypes().Where(t => t.Namespace == typeof(Pod).Namespace && t.IsClass && t.GetConstructor(Type.EmptyTypes) is not null && t.GetMethod("<Clone>$") is not null).ToList();
        Assert.True(objects.Count > 35);
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
