namespace LogOperator.Kubernetes.Control;

/// <summary>How a reconcile ended.</summary>
public readonly record struct ReconcileResult
{
    private ReconcileResult(string? problem, TimeSpan? again)
    {
        Problem = problem;
        Again = again;
    }

    /// <summary>Everything is as it should be, or cannot be until somebody changes the object.</summary>
    public static ReconcileResult Done => default;

    internal string? Problem { get; }

    internal TimeSpan? Again { get; }

    /// <summary>Everything is as it should be; look again after a time.</summary>
    public static ReconcileResult After(TimeSpan wait) => new(null, wait);

    /// <summary>It did not work and may work later; try again after a growing wait.</summary>
    public static ReconcileResult Retry(string problem) => new(problem, null);
}
