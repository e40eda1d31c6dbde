using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Passes on what librdkafka tells, each kind of message once a minute at most. It never tells secrets.</summary>
internal sealed class KafkaClientLog(ILogger logger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, long> said = new(StringComparer.Ordinal);

    /// <summary>An error of a client.</summary>
    public void Write(KafkaError error)
    {
        if (IsDue(error.Code.ToString()))
        {
            Log.KafkaClientError(logger, error.Code, error.Reason);
        }
    }

    /// <summary>A line of librdkafka's own log; failures of connections come as errors too and are not repeated.</summary>
    public void Write(SyslogLevel level, string facility, string text)
    {
        if (facility != "FAIL" && level <= SyslogLevel.Warning && IsDue(facility))
        {
            Log.KafkaClientMessage(logger, facility, text);
        }
    }

    /// <summary>The same, as Confluent.Kafka hands it over.</summary>
    public void Write(LogMessage message) => Write(message.Level, message.Facility, message.Message);

    private bool IsDue(string kind)
    {
        var now = time.GetTimestamp();
        if (said.TryGetValue(kind, out var last) && time.GetElapsedTime(last, now) < Interval)
        {
            return false;
        }

        said[kind] = now;
        return true;
    }
}
