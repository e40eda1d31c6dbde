using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Http;

internal sealed class HttpSinkRules : AbstractValidator<HttpSinkSpec>
{
    public static HttpSinkRules Instance => field ??= new();
}
