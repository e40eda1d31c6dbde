using LogOperator.Pipeline.Sinks.Kafka.Topics;

namespace LogOperator.Operator.Topics;

/// <summary>Reasons of the condition TopicsReady beyond those of a drift.</summary>
internal static class TopicReasons
{
    public const string AsWanted = "AsWanted";
    public const string Conflict = "Conflict";
    public const string CreateDenied = "CreateDenied";
    public const string StepsOpen = "StepsOpen";

    /// <summary>The reason of a failure.</summary>
    public static string Of(TopicFailure failure) => failure.Reason switch
    {
        TopicFailureReason.Denied or TopicFailureReason.Invalid => CreateDenied,
        TopicFailureReason.AuthFailed => "AuthFailed",
        TopicFailureReason.NotConfigured => "NotConfigured",
        TopicFailureReason.NotFound => "TopicMissing",
        TopicFailureReason.AlreadyExists => Conflict,
        _ => "BrokersUnreachable",
    };
}
