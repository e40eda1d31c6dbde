using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Rename;

namespace LogOperator.Pipeline.Processors.Rename
{
    /// <summary>Renames attributes.</summary>
    public sealed partial record RenameSpec : IProcessorKind
    {
        /// <summary>Old name to new name. All are renamed at once; an attribute that has a new name already is replaced.</summary>
        public required IReadOnlyDictionary<string, string> Attributes { get; init; }

        IValidator ISpec.Rules => RenameRules.Instance;

        IProcessor IProcessorKind.Build() => new RenameProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Renames attributes.</summary>
        public RenameSpec? Rename { get; init => field = Choose(value); }
    }
}
