using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Parse.Logfmt;

namespace LogOperator.Pipeline.Processors.Parse.Logfmt
{
    /// <summary>The text is logfmt: key=value pairs, values optionally in double quotes.</summary>
    public sealed partial record LogfmtParserSpec : IParserKind
    {
        IValidator ISpec.Rules => LogfmtParserRules.Instance;

        bool IParserKind.ReplacesText => true;

        IParser IParserKind.Build() => new LogfmtParser();
    }
}

namespace LogOperator.Pipeline.Processors.Parse
{
    public sealed partial record ParseSpec
    {
        /// <summary>The text is logfmt: key=value pairs, values optionally in double quotes.</summary>
        public LogfmtParserSpec? Logfmt { get; init => field = Choose(value); }
    }
}
