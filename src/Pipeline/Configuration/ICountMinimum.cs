namespace LogOperator.Pipeline.Configuration;

/// <summary>A validator that demands a number of items of a list or map, as schema generators see it.</summary>
public interface ICountMinimum
{
    /// <summary>The fewest items that there may be.</summary>
    int Minimum { get; }
}
