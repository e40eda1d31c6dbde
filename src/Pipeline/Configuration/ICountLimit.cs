namespace LogOperator.Pipeline.Configuration;

/// <summary>A validator that bounds the size of a list or map, as schema generators see it.</summary>
public interface ICountLimit
{
    /// <summary>The most items that there may be.</summary>
    int Maximum { get; }
}
