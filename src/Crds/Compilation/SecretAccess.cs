namespace LogOperator.Crds.Compilation;

/// <summary>What came of looking for a Secret.</summary>
public enum SecretAccess
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>It is not there.</summary>
    NotFound,

    /// <summary>The operator may not read it.</summary>
    Forbidden,
}
