using System.Text;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Records;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Encoders;

public sealed class JsonRecordEncoderTests
{
    private const string Resource =
        """{"k8s.namespace.name":"shop","k8s.pod.name":"web-1","k8s.pod.uid":"0b0e3c1e-8d5c-4f43-9b0b-5c6f3b8f0a11","k8s.container.name":"app","k8s.node.name":"node-1","k8s.pod.label.app":"web"}""";

    [Fact]
    public void A_record_has_the_members_of_the_OpenTelemetry_log_data_model()
    {
        var record = Some.Record("hello \"world\"");
        record.SeverityNumber = (byte)Severity.Info;
        record.TimestampNanos = 1_700_000_000_123_456_789;
        record.Set("status"u8, ValueKind.Number, "200"u8);

        var expected = """{"timestamp":"2023-11-14T22:13:20.123456789Z","severity":"INFO","severityNumber":9,"body":"hello \"world\"","""
            + """ "attributes":{"status":200,"log.file.path":"/var/log/pods/shop_web-1_0b0e3c1e/app/0.log","log.iostream":"stdout"},""".TrimStart()
            + $$""" "resource":{{Resource}},"id":"0123456789abcdef-0"}""".TrimStart();
        Assert.Equal(expected, Encoded.Text(record));
    }

    [Fact]
    public void Absent_members_are_left_out()
    {
        var batch = RecordBatch.Rent(null, 1, BatchAttributes.Empty);
        batch.Add(7, 9, default, default, LineFlags.None);
        batch[0].SetBody(ValueKind.Absent, default(Slice));
        Assert.Equal("""{"id":"0000000000000001-7"}""", Encoded.Text(batch[0]));
        batch.Release();
    }

    [Fact]
    public void The_runtimes_timestamp_is_normalised_and_a_stages_own_wins()
    {
        var batch = RecordBatch.Rent(null, 1, BatchAttributes.Empty);
        var text = batch.Arena.Append("2026-11-22T05:05:06.12+01:00"u8);
        var body = batch.Arena.Append("x"u8);
        batch.Add(0, 1, body, text, LineFlags.None);
        var record = batch[0];
        Assert.Equal("2026-11-22T04:05:06.120000000Z", Encoded.Json(record).GetProperty("timestamp").GetString());
        record.TimestampNanos = 1;
        Assert.Equal("1970-01-01T00:00:00.000000001Z", Encoded.Json(record).GetProperty("timestamp").GetString());
        batch.Release();
    }

    [Theory]
    [InlineData(1, "TRACE")]
    [InlineData(6, "DEBUG2")]
    [InlineData(13, "WARN")]
    [InlineData(24, "FATAL4")]
    public void Severity_has_its_short_name(byte number, string name)
    {
        var record = Some.Record("x");
        record.SeverityNumber = number;
        Assert.Equal(name, Encoded.Json(record).GetProperty("severity").GetString());
        Assert.Equal(number, Encoded.Json(record).GetProperty("severityNumber").GetInt32());
    }

    [Fact]
    public void Typed_values_are_written_as_they_stood()
    {
        var record = Some.Record("x");
        record.SetBody(ValueKind.Json, "{\"a\":\n [1, 2]}"u8);
        record.Set("escaped"u8, ValueKind.EscapedText, "a\\n\\\"b"u8);
        record.Set("number"u8, ValueKind.Number, "-1.50e3"u8);
        record.Set("yes"u8, ValueKind.True, default(Slice));
        record.Set("no"u8, ValueKind.False, default(Slice));
        record.Set("none"u8, ValueKind.Null, default(Slice));
        record.Set("text"u8, ValueKind.Text, "\t"u8);
        var text = Encoded.Text(record);
        Assert.Contains("\"body\":{\"a\":  [1, 2]},", text, StringComparison.Ordinal);
        Assert.Contains("\"escaped\":\"a\\n\\\"b\",\"number\":-1.50e3,\"yes\":true,\"no\":false,\"none\":null,\"text\":\"\\t\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void State_of_the_line_becomes_attributes()
    {
        var batch = Some.Batch(BatchAttributes.Empty, ["x"u8.ToArray()], LineFlags.Stderr | LineFlags.Partial | LineFlags.Truncated);
        Assert.Equal(
            """{"log.iostream":"stderr","log.partial":true,"log.truncated":true}""",
            Encoded.Json(batch[0]).GetProperty("attributes").GetRawText());
        batch.Release();
    }

    [Fact]
    public void The_records_own_attribute_wins_over_a_common_one()
    {
        var record = Some.Record("x");
        record.Set("log.file.path"u8, ValueKind.Text, "mine"u8);
        record.Set("log.iostream"u8, ValueKind.Text, "mine too"u8);
        Assert.Equal("""{"log.file.path":"mine","log.iostream":"mine too"}""", Encoded.Json(record).GetProperty("attributes").GetRawText());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void Of_attributes_with_one_name_the_last_is_written(int others)
    {
        var record = Some.Record("x");
        var batch = record.Batch;
        record.Append(batch.Arena.Append("twice"u8), ValueKind.Number, batch.Arena.Append("1"u8));
        for (var i = 0; i < others; i++)
        {
            record.Append(batch.Arena.Append(Encoding.UTF8.GetBytes($"k{i}")), ValueKind.True, default);
        }

        record.Append(batch.Arena.Append("twice"u8), ValueKind.Number, batch.Arena.Append("2"u8));
        var text = Encoded.Text(record);
        Assert.DoesNotContain("\"twice\":1", text, StringComparison.Ordinal);
        Assert.Contains("\"twice\":2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_become_equal_by_repair_appear_once()
    {
        var record = Some.Record("x");
        var batch = record.Batch;
        record.Append(batch.Arena.Append([0xFF]), ValueKind.Number, batch.Arena.Append("1"u8));
        record.Append(batch.Arena.Append([0xFE]), ValueKind.Number, batch.Arena.Append("2"u8));
        var attributes = Encoded.Json(record).GetProperty("attributes");
        Assert.Equal(2, attributes.GetProperty("\uFFFD").GetInt32());
        Assert.Equal(3, attributes.EnumerateObject().Count());
    }

    [Fact]
    public void Whatever_the_bytes_are_the_line_is_valid_JSON_without_repeated_names_or_line_breaks()
    {
        var random = new Random(11);
        using var encoder = new JsonRecordEncoder();
        using var buffer = new EncodeBuffer();
        for (var round = 0; round < 2000; round++)
        {
            var resource = new BatchAttributes([new("r" + Text(random), Text(random)), new("s", "v")], [new("c" + Text(random), "\ud800"), new("a", "b")]);
            var batch = Some.Batch(resource, [SomeBytes.Next(random, random.Next(300))], (LineFlags)random.Next(32));
            var record = batch[0];
            record.SeverityNumber = (byte)random.Next(256);
            record.TimestampNanos = random.Next(2) * random.NextInt64(long.MinValue, long.MaxValue);
            for (var i = random.Next(25); i > 0; i--)
            {
                var key = batch.Arena.Append(SomeBytes.Next(random, random.Next(4)));
                record.Append(key, ValueKind.Text, batch.Arena.Append(SomeBytes.Next(random, random.Next(30))));
            }

            buffer.Clear();
            encoder.EncodeLine(record, buffer);
            Assert.Equal(buffer.Length - 1, buffer.Written.IndexOfAny((byte)'\n', (byte)'\r'));
            foreach (var names in Encoded.ReadAll(buffer.Written))
            {
                Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
            }

            batch.Release();
        }
    }

    [Fact]
    public void Encoding_allocates_nothing_per_record()
    {
        var batch = Some.Batch("one line", "another \"line\"", "a third line, somewhat longer than the others, with 日本語 in it");
        batch[1].Set("status"u8, ValueKind.Number, "200"u8);
        var last = batch[2];
        last.SeverityNumber = 9;
        last.TimestampNanos = 1_700_000_000_123_456_789;
        using var encoder = new JsonRecordEncoder();
        using var buffer = new EncodeBuffer();
        Assert.Equal(0, Allocations.Least(EncodeAll));
        batch.Release();

        void EncodeAll()
        {
            buffer.Clear();
            for (var i = 0; i < batch.Count; i++)
            {
                encoder.EncodeLine(batch[i], buffer);
            }
        }
    }

    private static string Text(Random random) => Encoding.UTF8.GetString(SomeBytes.Next(random, random.Next(6)));
}
