using FluentValidation;
using LogOperator.Pipeline.Sinks.Blackhole;

namespace LogOperator.Pipeline.Sinks.Blackhole
{
    /// <summary>Takes everything and keeps nothing.</summary>
    public sealed partial record BlackholeSinkSpec : ISinkKind
    {

        bool ISinkKind.ClusterOnly => false;

        int ISinkKind.DefaultConcurrency => 1;

        IValidator Configuration.ISpec.Rules => BlackholeSinkRules.Instance;

        ISink ISinkKind.Build(SinkContext context) => new BlackholeSink();
    }
}

namespace LogOperator.Pipeline.Sinks
{
    public sealed partial record SinkSpec
    {
        /// <summary>Takes everything and keeps nothing.</summary>
        public BlackholeSinkSpec? Blackhole { get; init => field = Choose(value); }
    }
}
