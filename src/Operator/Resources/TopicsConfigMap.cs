using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LogOperator.Kubernetes.Objects;
using LogOperator.Operator.Topics;

namespace LogOperator.Operator.Resources;

/// <summary>The ConfigMap that remembers which store looks after which topic. Losing it loses claims, never topics.</summary>
internal static class TopicsConfigMap
{
    /// <summary>Key of a record. A hash, since cluster id and topic together can be longer than a key may be.</summary>
    public static string Key(string clusterId, string topic) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{clusterId}/{topic}"))[..16]);

    public static ConfigMap Build(IEnumerable<TopicRecord> records, string operatorNamespace)
    {
        var data = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            data[Key(record.ClusterId, record.Topic)] = JsonSerializer.Serialize(record, TopicJson.Default.TopicRecord);
        }

        return new ConfigMap
        {
            Metadata = new ObjectMeta { Name = Names.TopicsConfigMap, Namespace = operatorNamespace, Labels = Names.OperatorLabels() },
            Data = data,
        };
    }

    /// <summary>Reads the records back; one that cannot be read counts as lost.</summary>
    public static IReadOnlyList<TopicRecord> Read(ConfigMap? map)
    {
        var records = new List<TopicRecord>();
        foreach (var text in map?.Data?.Values ?? [])
        {
            try
            {
                if (JsonSerializer.Deserialize(text, TopicJson.Default.TopicRecord) is { } record)
                {
                    records.Add(record);
                }
            }
            catch (JsonException)
            {
                // The claim is made anew.
            }
        }

        return records;
    }
}
