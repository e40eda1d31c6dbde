using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Sinks.Kafka;

internal sealed class KafkaSinkRules : AbstractValidator<KafkaSinkSpec>
{
    public KafkaSinkRules()
    {
        RuleFor(s => s.BootstrapServers).NotEmpty().MaximumCount(32);
        RuleForEach(s => s.BootstrapServers).NotEmpty().MaximumLength(300)
            .MatchesWhole(@"^([-._a-zA-Z0-9]+|\[[:0-9a-fA-F]+\]):[0-9]{1,5}$", "host:port")
            .Must(HasPort).WithMessage("must have a port from 1 to 65535 (was \"{PropertyValue}\")");
        RuleFor(s => s.Topic).NotNull().Obeys(() => KafkaTopicRules.Instance!);
        RuleFor(s => s.Key).Obeys(() => KafkaKeyRules.Instance!);
        RuleFor(s => s.Acks).IsInEnum();
        RuleFor(s => s.Compression).IsInEnum();
        RuleFor(s => s.TopicManagement).Obeys(() => KafkaTopicManagementRules.Instance!);
        RuleFor(s => s.Idempotent).NotEqual(true).When(s => s.Acks == KafkaAcks.Leader).WithMessage("needs acks: All");
    }

    public static KafkaSinkRules Instance => field ??= new();

    // What has another form is told by its own rule.
    private static bool HasPort(string? server) => !int.TryParse(server?[(server.LastIndexOf(':') + 1)..], out var port) || port is >= 1 and <= ushort.MaxValue;
}
