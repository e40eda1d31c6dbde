using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Parse.Regex;

namespace LogOperator.Pipeline.Processors.Parse.Regex
{
    /// <summary>A regular expression whose named groups become attributes.</summary>
    public sealed partial record RegexParserSpec : IParserKind
    {
        /// <summary>
        /// The pattern: what RE2 and .NET have in common, without look-around and back-references, so that matching takes linear time.
        /// Named groups, <c>(?&lt;name&gt;…)</c> or <c>(?P&lt;name&gt;…)</c>, become attributes. It is searched anywhere in the text; <c>^</c> and <c>$</c> anchor it.
        /// </summary>
        public required string Pattern { get; init; }

        IValidator ISpec.Rules => RegexParserRules.Instance;

        bool IParserKind.ReplacesText => false;

        IParser IParserKind.Build() => new RegexParser(this);
    }
}

namespace LogOperator.Pipeline.Processors.Parse
{
    public sealed partial record ParseSpec
    {
        /// <summary>A regular expression whose named groups become attributes.</summary>
        public RegexParserSpec? Regex { get; init => field = Choose(value); }
    }
}
