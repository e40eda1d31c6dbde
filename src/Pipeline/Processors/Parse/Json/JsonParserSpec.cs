using FluentValidation;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Processors.Parse.Json;

namespace LogOperator.Pipeline.Processors.Parse.Json
{
    /// <summary>The text is one JSON object; its members become attributes.</summary>
    public sealed partial record JsonParserSpec : IParserKind
    {
        IValidator ISpec.Rules => JsonParserRules.Instance;

        bool IParserKind.ReplacesText => true;

        IParser IParserKind.Build() => new JsonParser();
    }
}

namespace LogOperator.Pipeline.Processors.Parse
{
    public sealed partial record ParseSpec
    {
        /// <summary>The text is one JSON object; its members become attributes.</summary>
        public JsonParserSpec? Json { get; init => field = Choose(value); }
    }
}
