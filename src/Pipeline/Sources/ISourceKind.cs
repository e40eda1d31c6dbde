using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Sources;

/// <summary>A kind of source.</summary>
public interface ISourceKind : ISpec
{
    /// <summary>Whether only cluster kinds may use it, because it reads more than one namespace's own logs.</summary>
    bool ClusterOnly { get; }

    /// <summary>Makes the running side. Throws nothing for a valid spec and does no I/O.</summary>
    IFileSource Build(SourceContext context);
}
