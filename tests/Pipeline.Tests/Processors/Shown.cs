using System.Text;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Tests.Processors;

/// <summary>Runs stages and writes records down as text that tests can compare.</summary>
internal static class Shown
{
    /// <summary>Runs stages over one line: <c>body | name=value …</c>, with the kind of every value but plain text, and the severity.</summary>
    public static string After(string line, params StageSpec[] stages) => After(Encoding.UTF8.GetBytes(line), stages);

    public static string After(byte[] line, params StageSpec[] stages)
    {
        var batch = Some.Batch(Some.Pod, [line]);
        foreach (var spec in stages)
        {
            Assert.Empty(StageSpecRules.Instance.Validate(spec).Errors);
            new Stage(spec, 0).Process(batch);
        }

        var text = Of(batch[0]);
        batch.Release();
        return text;
    }

    public static string Of(Pipeline.Records.Record record)
    {
        var text = new StringBuilder(Of(record.Body));
        text.Append(" |");
        for (var i = 0; i < record.AttributeCount; i++)
        {
            text.Append(' ').Append(Encoding.UTF8.GetString(record.KeyAt(i))).Append('=').Append(Of(record.ValueAt(i)));
        }

        if (record.SeverityNumber != 0)
        {
            text.Append(" @").Append(record.SeverityNumber);
        }

        return text.Append(record.Fate == Fate.Live ? "" : $" {record.Fate}").ToString();
    }

    private static string Of(Value value) => value.Kind switch
    {
        ValueKind.Text => Encoding.UTF8.GetString(value.Bytes),
        ValueKind.Absent or ValueKind.Null or ValueKind.True or ValueKind.False => $"<{value.Kind}>",
        _ => $"<{value.Kind}:{Encoding.UTF8.GetString(value.Bytes)}>",
    };
}
