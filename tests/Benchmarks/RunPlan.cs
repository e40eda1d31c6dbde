namespace LogOperator.Benchmarks;

/// <summary>How often contenders run.</summary>
/// <param name="Runs">Counted runs of each contender in each setting.</param>
/// <param name="SlowRuns">Counted runs of one that is slow, in the first setting only.</param>
internal sealed record RunPlan(int Runs, int SlowRuns)
{
    /// <summary>A contender is slow in a case when a run of it took longer than this.</summary>
    public static TimeSpan Slow { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a run is due.</summary>
    /// <param name="run">Its number, from 1.</param>
    /// <param name="isFirstSetting">Whether it is in the first setting.</param>
    /// <param name="longest">The longest run of the contender so far, in seconds.</param>
    public bool IsDue(int run, bool isFirstSetting, double longest) => longest <= Slow.TotalSeconds || (isFirstSetting && run <= SlowRuns);
}
