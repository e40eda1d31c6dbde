using Confluent.Kafka;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Puts the answers to a call's records together.</summary>
internal static class KafkaVerdict
{
    /// <summary>The verdict on a call whose records have all been answered.</summary>
    /// <param name="send">The call.</param>
    /// <param name="given">What the producer was retired for, if it was: stands for the records that were purged.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="batchBytes">Records of this size and more were alone in their batch.</param>
    public static SendResult Of(KafkaSend send, SendResult? given, string topic, int batchBytes)
    {
        var failures = send.Failures();
        if (failures.Count == 0)
        {
            return SendResult.Delivered;
        }

        List<RejectedRecord> rejected = [];
        List<int> unfinished = [];
        SendResult? reason = null;
        foreach (var (index, size, error) in failures)
        {
            var fault = KafkaFaults.Of(error.Code);
            if (fault == KafkaFault.Record || (fault == KafkaFault.Size && size >= batchBytes))
            {
                rejected.Add(new RejectedRecord(index, Describe(error, topic)));
                continue;
            }

            unfinished.Add(index);
            var isPurged = error.Code is ErrorCode.Local_PurgeQueue or ErrorCode.Local_PurgeInflight;
            var mine = isPurged && given is not null ? given
                : fault == KafkaFault.Configuration ? SendResult.Misconfigured(Describe(error, topic))
                : SendResult.Retry(Describe(error, topic));
            reason = reason is null || mine.Outcome == SendOutcome.Misconfigured ? mine : reason;
        }

        return unfinished.Count == send.Request.Records.Count
            ? reason!
            : SendResult.Partly(rejected.Count > 0 ? rejected : null, unfinished.Count > 0 ? unfinished : null, reason?.Detail ?? rejected[0].Reason);
    }

    /// <summary>The verdict on a producer that gets nothing delivered.</summary>
    /// <param name="trouble">What it said last, if anything.</param>
    /// <param name="servers">Where the brokers should be.</param>
    /// <param name="waited">For how long nothing was delivered.</param>
    public static SendResult OfSilence(KafkaError? trouble, IReadOnlyList<string> servers, TimeSpan waited)
    {
        if (trouble is not null && KafkaFaults.Of(trouble.Code) == KafkaFault.Configuration)
        {
            return SendResult.Misconfigured($"broker {servers[0]}: {trouble.Reason}");
        }

        return SendResult.Retry($"broker {servers[0]} unreachable: {trouble?.Reason ?? $"no answer for {waited.TotalSeconds:0} s"}");
    }

    private static string Describe(KafkaError error, string topic) => error.Code switch
    {
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic => $"topic {topic} does not exist",
        ErrorCode.TopicAuthorizationFailed => $"not allowed to write to topic {topic}",
        _ => $"topic {topic}: {error.Reason}",
    };
}
