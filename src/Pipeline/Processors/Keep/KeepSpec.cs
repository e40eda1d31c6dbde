using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Keep;

namespace LogOperator.Pipeline.Processors.Keep
{
    /// <summary>Keeps the records for which an expression is true and drops all others.</summary>
    public sealed partial record KeepSpec : IProcessorKind
    {
        /// <summary>Expression: records for which it is false are dropped.</summary>
        public required string If { get; init; }

        IValidator ISpec.Rules => KeepRules.Instance;

        IProcessor IProcessorKind.Build() => new KeepProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Keeps the records for which an expression is true and drops all others.</summary>
        public KeepSpec? Keep { get; init => field = Choose(value); }
    }
}
