namespace LogOperator.Crds.Validation;

/// <summary>A validator that demands exactly one of several members, as the schema generator sees it.</summary>
internal interface IExactlyOne
{
    /// <summary>The members, as written in JSON.</summary>
    IReadOnlyList<string> Members { get; }
}
