namespace LogOperator.Pipeline.Processors;

/// <summary>Bounds of what users write in stages.</summary>
internal static class StageLimits
{
    /// <summary>Longest name of an attribute, in characters.</summary>
    public const int AttributeName = 256;

    /// <summary>Longest constant, in characters.</summary>
    public const int Constant = 4096;

    /// <summary>Most entries of a map or list.</summary>
    public const int Entries = 64;

    /// <summary>Most attributes that a stage lets a record have.</summary>
    public const int Attributes = 4096;
}
