using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Drop;

namespace LogOperator.Pipeline.Processors.Drop
{
    /// <summary>Drops records.</summary>
    public sealed partial record DropSpec : IProcessorKind
    {
        /// <summary>Expression: records for which it is true are dropped. Default: all that the stage applies to.</summary>
        public string? If { get; init; }

        IValidator ISpec.Rules => DropRules.Instance;

        IProcessor IProcessorKind.Build() => new DropProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Drops records.</summary>
        public DropSpec? Drop { get; init => field = Choose(value); }
    }
}
