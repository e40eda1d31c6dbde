using FluentValidation;
using LogOperator.Pipeline.Sinks.Stdout;

namespace LogOperator.Pipeline.Sinks.Stdout
{
    /// <summary>The agent's standard output, as JSON lines.</summary>
    public sealed partial record StdoutSinkSpec : ISinkKind
    {

        bool ISinkKind.ClusterOnly => true;

        int ISinkKind.DefaultConcurrency => 1;

        IValidator Configuration.ISpec.Rules => StdoutSinkRules.Instance;

        ISink ISinkKind.Build(SinkContext context) => new StdoutSink(context);
    }
}

namespace LogOperator.Pipeline.Sinks
{
    public sealed partial record SinkSpec
    {
        /// <summary>The agent's standard output, as JSON lines.</summary>
        [Configuration.ClusterOnly]
        public StdoutSinkSpec? Stdout { get; init => field = Choose(value); }
    }
}
