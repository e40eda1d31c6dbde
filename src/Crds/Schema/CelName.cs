namespace LogOperator.Crds.Schema;

/// <summary>Names of members as CEL expressions in schemas spell them.</summary>
internal static class CelName
{
    // Kubernetes, "Validation rules": property names that are CEL keywords are escaped.
    private static readonly HashSet<string> Keywords =
    [
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if",
        "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    /// <summary>The name to write behind <c>self.</c></summary>
    public static string Of(string member) => Keywords.Contains(member) ? $"__{member}__" : member;
}
