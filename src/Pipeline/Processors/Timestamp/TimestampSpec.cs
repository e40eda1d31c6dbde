using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Timestamp;

namespace LogOperator.Pipeline.Processors.Timestamp
{
    /// <summary>Reads the time of a record from an attribute, which stays.</summary>
    public sealed partial record TimestampSpec : IProcessorKind
    {
        /// <summary>Attribute that holds the time.</summary>
        public required string Field { get; init; }

        /// <summary>How it is written; the first layout that fits counts. Default Rfc3339, then CommonLog.</summary>
        public IReadOnlyList<TimestampLayout>? Layouts { get; init; }

        IValidator ISpec.Rules => TimestampRules.Instance;

        IProcessor IProcessorKind.Build() => new TimestampProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Reads the time of a record from an attribute.</summary>
        public TimestampSpec? Timestamp { get; init => field = Choose(value); }
    }
}
