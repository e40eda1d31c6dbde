namespace LogOperator.Crds.Schema;

/// <summary>Marks a type that is a custom resource. Group, plural, kind and scope come from its static <c>Resource</c>.</summary>
/// <param name="shortNames">Short names for command lines.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CustomResourceAttribute(params string[] shortNames) : Attribute
{
    /// <summary>Short names for command lines.</summary>
    public IReadOnlyList<string> ShortNames { get; } = shortNames;
}
