using FluentValidation;
using LogOperator.Pipeline.Sinks.File;

namespace LogOperator.Pipeline.Sinks.File
{
    /// <summary>A file of JSON lines.</summary>
    public sealed partial record FileSinkSpec : ISinkKind
    {
        /// <summary>Path of the file; in a cluster relative, beneath the agent's file store.</summary>
        public required string Path { get; init; }

        /// <summary>When a record counts as delivered. Default Write.</summary>
        public FileDurability? Durability { get; init; }

        bool ISinkKind.ClusterOnly => false;

        int ISinkKind.DefaultConcurrency => 1;

        IValidator Configuration.ISpec.Rules => FileSinkRules.Instance;

        ISink ISinkKind.Build(SinkContext context) => new FileSink(this, context);
    }
}

namespace LogOperator.Pipeline.Sinks
{
    public sealed partial record SinkSpec
    {
        /// <summary>A file of JSON lines.</summary>
        public FileSinkSpec? File { get; init => field = Choose(value); }
    }
}
