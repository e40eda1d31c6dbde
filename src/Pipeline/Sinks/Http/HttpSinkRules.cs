using FluentValidation;

namespace LogOperator.Pipeline.Sinks.Http;

internal sealed class HttpSinkRules : AbstractValidator<HttpSinkSpec>
{
    public HttpSinkRules()
    {
        RuleFor(s => s.Url).NotEmpty().MaximumLength(2048)
            .Matches("^https?://[^/?#@]+([/?][^#]*)?$").WithMessage("must be an http or https address without user or fragment (was \"{PropertyValue}\")")
            .Must(url => Uri.TryCreate(url, UriKind.Absolute, out _)).WithMessage("must be an absolute address (was \"{PropertyValue}\")")
            .Must(url => !Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Port != 0).WithMessage("must have a port from 1 to 65535 (was \"{PropertyValue}\")");
    }

    public static HttpSinkRules Instance => field ??= new();
}
