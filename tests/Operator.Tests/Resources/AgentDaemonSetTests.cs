using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Resources;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Operator.Tests.Resources;

public sealed class AgentDaemonSetTests
{
    [Fact]
    [Trait("Category", "Golden")]
    public void All_defaults_give_the_golden_daemon_set() =>
        Golden.Verify("Resources/daemonset-default.json", Build(new LogAgentSpec()), KubernetesJson.Default.DaemonSet);

    [Fact]
    [Trait("Category", "Golden")]
    public void Everything_that_a_user_may_say_is_in_the_golden_daemon_set() => Golden.Verify(
        "Resources/daemonset-full.json",
        Build(new LogAgentSpec
        {
            Image = "registry.example/agent:1",
            ImagePullPolicy = ImagePullPolicy.Always,
            ImagePullSecrets = [new SecretRef { Name = "registry" }],
            Resources = new ResourceRequirements { Requests = new Dictionary<string, string> { ["cpu"] = "1" } },
            NodeSelector = new Dictionary<string, string> { ["pool"] = "a" },
            Tolerations = [new Toleration { Key = "dedicated", Operator = "Exists" }],
            Buffer = new AgentBufferSpec { Memory = new ByteSize(128 << 20), Disk = new ByteSize(4L << 30) },
            PriorityClassName = "system-node-critical",
            Env = [new EnvironmentVariableSpec { Name = "HTTPS_PROXY", Value = "http://proxy:3128" }],
            PodLabels = new Dictionary<string, string> { ["team"] = "platform" },
            PodAnnotations = new Dictionary<string, string> { ["note"] = "x" },
        }),
        KubernetesJson.Default.DaemonSet);

    [Fact]
    public void Labels_by_which_pods_are_found_cannot_be_overridden()
    {
        var labels = Build(new LogAgentSpec { PodLabels = new Dictionary<string, string> { [Names.AgentLabel] = "other", ["mine"] = "1" } }).Spec!.Template.Metadata!.Labels!;

        Assert.Equal("default", labels[Names.AgentLabel]);
        Assert.Equal("1", labels["mine"]);
    }

    [Fact]
    public void Environment_that_the_agent_lives_by_cannot_be_overridden_and_no_name_occurs_twice()
    {
        var env = Build(new LogAgentSpec
        {
            Env =
            [
                new EnvironmentVariableSpec { Name = "STATE_DIR", Value = "/elsewhere" },
                new EnvironmentVariableSpec { Name = "A", Value = "1" },
                new EnvironmentVariableSpec { Name = "A", Value = "2" },
            ],
        }).Spec!.Template.Spec!.Containers![0].Env!;

        Assert.Equal("/var/lib/logagent", env.Single(e => e.Name == "STATE_DIR").Value);
        Assert.Equal("1", env.Single(e => e.Name == "A").Value);
    }

    [Fact]
    public void Logs_are_mounted_once_and_writable_so_that_files_can_be_linked_within_the_mount()
    {
        var pod = Build(new LogAgentSpec()).Spec!.Template.Spec!;

        var volume = Assert.Single(pod.Volumes!, v => v.HostPath?.Path.StartsWith("/var/log", StringComparison.Ordinal) == true);
        var mount = Assert.Single(pod.Containers![0].VolumeMounts!, m => m.Name == volume.Name);
        Assert.Equal("/var/log", mount.MountPath);
        Assert.Null(mount.ReadOnly);
    }

    [Fact]
    public void Every_shard_is_mounted_and_none_is_needed_for_a_start()
    {
        var volumes = Build(new LogAgentSpec()).Spec!.Template.Spec!.Volumes!.Where(v => v.Projected is not null).ToList();

        Assert.Equal(["config", "credentials"], volumes.Select(v => v.Name));
        Assert.All(volumes, v => Assert.Equal(AgentConfigShards.Count, v.Projected!.Sources!.Count));
        Assert.All(volumes.SelectMany(v => v.Projected!.Sources!), s => Assert.True(s.Secret!.Optional));
    }

    private static DaemonSet Build(LogAgentSpec spec) => AgentDaemonSet.Build("default", spec, "log-operator-agents", "agent:dev");
}
