namespace LogOperator.Benchmarks;

/// <summary>How our time should compare with another contender's, on one processor.</summary>
/// <param name="Contender">The other one.</param>
/// <param name="Factor">At most so many times its time: 4 means four times as long, 0.02 a fiftieth.</param>
/// <param name="OfProcessor">Whether processor time counts, in place of time.</param>
internal sealed record Target(string Contender, double Factor, bool OfProcessor = false)
{
    /// <summary>Whether it is what we aim at beyond what has to be.</summary>
    public bool IsAim { get; init; }
}
