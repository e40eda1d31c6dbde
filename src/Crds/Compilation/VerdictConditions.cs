using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Compilation;

/// <summary>Says in conditions what was found.</summary>
internal static class VerdictConditions
{
    /// <summary>Longest message, in characters.</summary>
    private const int MaximumLength = 1024;

    /// <summary>Condition Accepted.</summary>
    public static Condition Accepted(long generation, IReadOnlyList<Problem> problems, string? remark = null) =>
        Make("Accepted", generation, problems, "Accepted", remark);

    /// <summary>Condition ResolvedRefs.</summary>
    public static Condition ResolvedRefs(long generation, IReadOnlyList<Problem> problems) =>
        Make("ResolvedRefs", generation, problems, "ResolvedRefs", null);

    /// <summary>Condition ResolvedRefs of a spec that is too wrong for its references to be looked at.</summary>
    public static Condition UnknownRefs(long generation) => new()
    {
        Type = "ResolvedRefs",
        Status = "Unknown",
        ObservedGeneration = generation,
        Reason = Reasons.InvalidSpec,
        Message = "not looked at, since the spec is not accepted",
    };

    private static Condition Make(string type, long generation, IReadOnlyList<Problem> problems, string reason, string? remark)
    {
        // What is wrong for certain comes before what is only not known yet.
        var first = problems.OrderBy(p => Reasons.IsPending(p.Reason)).FirstOrDefault();
        return new Condition
        {
            Type = type,
            Status = first is null ? "True" : Reasons.IsPending(first.Reason) ? "Unknown" : "False",
            ObservedGeneration = generation,
            Reason = first?.Reason ?? reason,
            Message = first is null ? remark : Message(problems.Where(p => Reasons.IsPending(p.Reason) == Reasons.IsPending(first.Reason))),
        };
    }

    private static string Message(IEnumerable<Problem> problems)
    {
        var text = string.Join("; ", problems);
        return text.Length <= MaximumLength ? text : text[..(MaximumLength - 1)] + "…";
    }
}
