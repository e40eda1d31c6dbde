using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks;

/// <summary>Rules of a store: exactly one kind, which obeys its own rules, and the members that all kinds share.</summary>
public sealed class SinkSpecRules : AbstractValidator<SinkSpec>
{
    /// <summary>Makes the rules.</summary>
    public SinkSpecRules()
    {
        this.ExactlyOneMember<SinkSpec, ISinkKind>("kind of store");
        RuleFor(s => s.Auth).Obeys(() => AuthSpecRules.Instance!);
        RuleFor(s => s.Tls).Obeys(() => TlsSpecRules.Instance!);
        RuleFor(s => s.Batch).Obeys(() => BatchSpecRules.Instance!);
        RuleFor(s => s.Retry).Obeys(() => RetrySpecRules.Instance!);
        RuleFor(s => s.AllowedNamespaces).Obeys(() => AllowedNamespacesRules.Instance!);
        RuleFor(s => s).Custom((spec, context) =>
        {
            foreach (var (member, problem) in Mismatches(spec))
            {
                context.AddFailure(member, problem);
            }
        });
    }

    /// <summary>The shared instance.</summary>
    public static SinkSpecRules Instance => field ??= new();

    /// <summary>Shared members that do not fit the kind; only looked for where the kind is clear.</summary>
    private static IEnumerable<(string Member, string Problem)> Mismatches(SinkSpec spec)
    {
        if (spec.ChosenNames is not [var kind])
        {
            yield break;
        }

        var overNetwork = spec.Http is not null || spec.Kafka is not null;
        if (spec.Auth is not null && !overNetwork)
        {
            yield return ("auth", $"does not apply to {kind}");
        }
        else if (spec.Auth?.Sasl is not null && spec.Http is not null)
        {
            yield return ("auth.sasl", "does not apply to http (basic or bearer do)");
        }
        else if ((spec.Auth?.Basic ?? (object?)spec.Auth?.Bearer) is not null && spec.Auth?.Sasl is null && spec.Kafka is not null)
        {
            yield return (spec.Auth!.Basic is not null ? "auth.basic" : "auth.bearer", "does not apply to kafka (sasl does)");
        }

        if (spec.Tls is not null && !overNetwork)
        {
            yield return ("tls", $"does not apply to {kind}");
        }

        if (spec.Kafka is not null && spec.Tls?.ServerName is not null)
        {
            yield return ("tls.serverName", "does not apply to kafka: brokers are checked by the names that they announce");
        }

        if (spec.Http?.Url is { } url && spec.Tls is { } tls)
        {
            var secure = url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
            if (secure && tls.Mode == TlsMode.Disabled)
            {
                yield return ("tls.mode", "cannot be Disabled with an https address");
            }
            else if (!secure && tls.Mode != TlsMode.Disabled)
            {
                yield return ("tls", "needs an https address");
            }
        }
    }
}
