using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Set;

namespace LogOperator.Pipeline.Processors.Set
{
    /// <summary>Sets attributes, body or severity to constants, or to values of other fields.</summary>
    public sealed partial record SetSpec : IProcessorKind
    {
        /// <summary>Attributes to set, each to the text given.</summary>
        public IReadOnlyDictionary<string, string>? Attributes { get; init; }

        /// <summary>The new body, as text.</summary>
        public string? Body { get; init; }

        /// <summary>The new severity: TRACE, DEBUG, INFO, WARN, ERROR or FATAL.</summary>
        public string? Severity { get; init; }

        /// <summary>The same, with values taken from fields of the record. All are read before any is set.</summary>
        public SetFromSpec? From { get; init; }

        IValidator ISpec.Rules => SetRules.Instance;

        IProcessor IProcessorKind.Build() => new SetProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Sets attributes, body or severity to constants, or to values of other fields.</summary>
        public SetSpec? Set { get; init => field = Choose(value); }
    }
}
