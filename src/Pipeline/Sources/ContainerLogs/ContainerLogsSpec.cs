using FluentValidation;
using LogOperator.Pipeline.Sources.ContainerLogs;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Sources.ContainerLogs
{
    /// <summary>Standard output and standard error of containers, as the kubelet keeps them below /var/log/pods.</summary>
    public sealed partial record ContainerLogsSpec : ISourceKind
    {
        /// <summary>Which streams are read. Default both.</summary>
        public IReadOnlyList<ContainerStream>? Streams { get; init; }

        bool ISourceKind.ClusterOnly => false;

        IValidator Configuration.ISpec.Rules => ContainerLogsRules.Instance;

        IFileSource ISourceKind.Build(SourceContext context) => new ContainerLogsSource(this, context);
    }
}

namespace LogOperator.Pipeline.Sources
{
    public sealed partial record SourceSpec
    {
        /// <summary>Standard output and standard error of containers.</summary>
        public ContainerLogsSpec? ContainerLogs { get; init => field = Choose(value); }
    }
}
