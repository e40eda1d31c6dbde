using FluentValidation;

namespace LogOperator.Pipeline.Processors.Parse.Json;

internal sealed class JsonParserRules : AbstractValidator<JsonParserSpec>
{
    public static JsonParserRules Instance => field ??= new();
}
