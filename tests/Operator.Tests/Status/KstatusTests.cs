using System.Text.Json;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Status;
using LogOperator.TestKit.Parts;

namespace LogOperator.Operator.Tests.Status;

/// <summary>What the status library of Flux and kubectl's plugins makes of the conditions.</summary>
public sealed class KstatusTests
{
    [Fact]
    public async Task Ready_is_current_waiting_is_in_progress_and_wrong_is_failed()
    {
        var good = Some.Good("Accepted");
        Assert.Contains("Current", await JudgeAsync(good, Some.Good("ResolvedRefs")), StringComparison.Ordinal);
        Assert.Contains("InProgress", await JudgeAsync(good, Conditions.Make("ResolvedRefs", "False", "StoreNotFound", "x")), StringComparison.Ordinal);
        Assert.Contains("InProgress", await JudgeAsync(good, Conditions.Make("ResolvedRefs", "Unknown", "SecretPending", "x")), StringComparison.Ordinal);
        Assert.Contains("Failed", await JudgeAsync(Conditions.Make("Accepted", "False", "InvalidSpec", "x")), StringComparison.Ordinal);

        // Looked at, but an older generation.
        Assert.Contains("InProgress", await JudgeAsync(4, good), StringComparison.Ordinal);
    }

    private static Task<string> JudgeAsync(params Condition[] parts) => JudgeAsync(3, parts);

    private static async Task<string> JudgeAsync(long generation, params Condition[] parts)
    {
        var pipeline = new LogPipeline
        {
            ApiVersion = "logoperator.io/v1alpha1",
            Kind = "LogPipeline",
            Metadata = new ObjectMeta { Name = "web", Namespace = "shop", Generation = generation },
            Spec = new LogPipelineSpec(),
            Status = new LogPipelineStatus { ObservedGeneration = 3, Conditions = Conditions.Complete(parts, null, 3, Some.Now) },
        };
        var tool = Path.Combine(await Part.RequireAsync("gitops"), "bin", "kstatus");

        // Its exit code says whether everything is current.
        return (await Command.RunAsync(tool, [], JsonSerializer.Serialize(pipeline, CrdsJson.Default.LogPipeline))).Output;
    }
}
