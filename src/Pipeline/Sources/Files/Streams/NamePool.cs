namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>Short names that thousands of files have in common, such as <c>0.log</c> or a namespace. Used by the follower's loop alone.</summary>
internal sealed class NamePool
{
    private readonly string?[] names = new string?[512];

    /// <summary>A name as it was made before, or as it is.</summary>
    public string Share(string name)
    {
        ref var known = ref names[(uint)string.GetHashCode(name, StringComparison.Ordinal) % (uint)names.Length];
        return known == name ? known : known = name;
    }
}
