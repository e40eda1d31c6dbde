namespace LogOperator.Crds.Compilation;

/// <summary>
/// Compiles custom resources into what agents run: admits, scopes, resolves references, links. Pure and deterministic; never rewrites a
/// kind's spec. One bad object is left out, or goes on as it was last accepted, and nobody else notices.
/// </summary>
public static class ConfigCompiler
{
    /// <summary>Compiles a snapshot.</summary>
    public static CompilationResult Compile(ClusterSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        throw new NotSupportedException();
    }
}
