using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Remove;

namespace LogOperator.Pipeline.Processors.Remove
{
    /// <summary>Removes attributes.</summary>
    public sealed partial record RemoveSpec : IProcessorKind
    {
        /// <summary>Names of attributes; an asterisk stands for any characters, as in http.*.</summary>
        public required IReadOnlyList<string> Attributes { get; init; }

        IValidator ISpec.Rules => RemoveRules.Instance;

        IProcessor IProcessorKind.Build() => new RemoveProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Removes attributes.</summary>
        public RemoveSpec? Remove { get; init => field = Choose(value); }
    }
}
