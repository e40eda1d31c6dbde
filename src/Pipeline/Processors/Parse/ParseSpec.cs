using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Parse;

namespace LogOperator.Pipeline.Processors.Parse
{
    /// <summary>Reads a text and sets what is found in it as attributes; exactly one format.</summary>
    public sealed partial record ParseSpec : Union<IParserKind>, IProcessorKind
    {
        /// <summary>Value of <see cref="Body"/>: the body stays as it was.</summary>
        public const string OriginalBody = "Original";

        /// <summary>Value of <see cref="Body"/>: the record has no body afterwards.</summary>
        public const string NoBody = "None";

        /// <summary>Attribute whose text is read. Default: the body.</summary>
        public string? Field { get; init; }

        /// <summary>
        /// What the body is afterwards: Original, None, or the name of a field found. Default: message, msg or log for json and logfmt, else Original.
        /// A field that becomes the body is not an attribute any more. Where <c>field</c> is given the default is always Original.
        /// </summary>
        public string? Body { get; init; }

        IValidator ISpec.Rules => ParseRules.Instance;

        IProcessor IProcessorKind.Build() => new ParseProcessor(this);
    }
}

namespace LogOperator.Pipeline.Processors
{
    public sealed partial record StageSpec
    {
        /// <summary>Reads a text and sets what is found in it as attributes.</summary>
        public ParseSpec? Parse { get; init => field = Choose(value); }
    }
}
