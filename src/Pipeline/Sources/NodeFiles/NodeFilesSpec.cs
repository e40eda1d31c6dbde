using FluentValidation;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.NodeFiles;

namespace LogOperator.Pipeline.Sources.NodeFiles
{
    /// <summary>Files of the node itself, line by line.</summary>
    public sealed partial record NodeFilesSpec : ISourceKind
    {
        /// <summary>Absolute paths, with <c>*</c>, <c>?</c> and <c>**</c> as in shells.</summary>
        public required IReadOnlyList<string> Paths { get; init; }

        /// <summary>Paths to leave out, in the same form.</summary>
        public IReadOnlyList<string>? ExcludePaths { get; init; }

        bool ISourceKind.ClusterOnly => true;

        IValidator Configuration.ISpec.Rules => NodeFilesRules.Instance;

        IFileSource ISourceKind.Build(SourceContext context) => new NodeFilesSource(this, context);
    }
}

namespace LogOperator.Pipeline.Sources
{
    public sealed partial record SourceSpec
    {
        /// <summary>Files of the node itself.</summary>
        [Configuration.ClusterOnly]
        public NodeFilesSpec? NodeFiles { get; init => field = Choose(value); }
    }
}
