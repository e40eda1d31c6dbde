using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

internal sealed class TlsSpecRules : AbstractValidator<TlsSpec>
{
    public TlsSpecRules()
    {
        RuleFor(t => t.Mode).IsInEnum();
        RuleFor(t => t.CaRef).Obeys(() => SecretKeyRefRules.Instance!);
        RuleFor(t => t.ClientCertRef).Obeys(() => SecretRefRules.Instance!);
        RuleFor(t => t.ServerName).MinimumLength(1).MaximumLength(253)
            .MatchesWhole("^[a-zA-Z0-9]([-.a-zA-Z0-9]*[a-zA-Z0-9])?$", "a host name such as logs.example.com");
        RuleFor(t => t)
            .Must(t => t.Mode != TlsMode.Disabled || (t.CaRef is null && t.ClientCertRef is null && t.ServerName is null))
            .WithMessage("must not name certificates or a server with mode Disabled");
    }

    public static TlsSpecRules Instance => field ??= new();
}
