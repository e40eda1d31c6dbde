using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Encoders;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Processors.Parse;
using LogOperator.Pipeline.Processors.Parse.Json;
using LogOperator.Pipeline.Processors.Timestamp;

namespace LogOperator.Pipeline.Tests.Processors;

public sealed class TimestampTests
{
    [Theory]
    [InlineData(TimestampLayout.Rfc3339, "2026-01-02T15:04:05Z", "2026-01-02T15:04:05.000000000Z")]
    [InlineData(TimestampLayout.Rfc3339, "2026-01-02 15:04:05.12+05:30", "2026-01-02T09:34:05.120000000Z")]
    [InlineData(TimestampLayout.Rfc3339, "2024-02-29t23:59:60.1234567899-00:01", "2024-03-01T00:01:00.123456789Z")]
    [InlineData(TimestampLayout.Rfc3339, "1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000000Z")]
    [InlineData(TimestampLayout.Rfc3339, "2026-02-29T00:00:00Z", null)]
    [InlineData(TimestampLayout.Rfc3339, "2026-01-02T24:00:00Z", null)]
    [InlineData(TimestampLayout.Rfc3339, "2026-01-02T15:04:05", null)]
    [InlineData(TimestampLayout.Rfc3339, "2026-01-02T15:04:05.Z", null)]
    [InlineData(TimestampLayout.Rfc3339, "9999-01-02T15:04:05Z", null)]
    [InlineData(TimestampLayout.Rfc3339, "0000-01-02T15:04:05Z", null)]
    [InlineData(TimestampLayout.CommonLog, "02/Jan/2026:15:04:05 +0000", "2026-01-02T15:04:05.000000000Z")]
    [InlineData(TimestampLayout.CommonLog, "31/Dec/2025:23:30:00 -0100", "2026-01-01T00:30:00.000000000Z")]
    [InlineData(TimestampLayout.CommonLog, "31/ecF/2025:23:30:00 -0100", null)]
    [InlineData(TimestampLayout.CommonLog, "32/Dec/2025:23:30:00 -0100", null)]
    [InlineData(TimestampLayout.CommonLog, "02/Jan/2026:15:04:05 0000", null)]
    [InlineData(TimestampLayout.Unix, "1767366245", "2026-01-02T15:04:05.000000000Z")]
    [InlineData(TimestampLayout.Unix, "1767366245.123", "2026-01-02T15:04:05.123000000Z")]
    [InlineData(TimestampLayout.Unix, "1767366245.", null)]
    [InlineData(TimestampLayout.Unix, "99999999999", null)]
    [InlineData(TimestampLayout.Unix, "", null)]
    [InlineData(TimestampLayout.UnixMs, "1767366245123", "2026-01-02T15:04:05.123000000Z")]
    [InlineData(TimestampLayout.UnixMs, "-5", null)]
    [InlineData(TimestampLayout.UnixNs, "1767366245123456789", "2026-01-02T15:04:05.123456789Z")]
    [InlineData(TimestampLayout.UnixNs, "99999999999999999999", null)]
    public void A_layout_reads_what_is_written_so_and_nothing_else(TimestampLayout layout, string text, string? expected)
    {
        var isRead = TimestampText.TryRead(layout, Encoding.UTF8.GetBytes(text), out var nanos);
        var shown = new byte[TimestampEncoder.Length];
        new TimestampEncoder().Write(nanos, shown);
        Assert.Equal(expected, isRead ? Encoding.UTF8.GetString(shown) : null);
    }

    [Fact]
    public void Any_second_is_read_as_DateTimeOffset_reads_it()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var zone = TimeSpan.FromMinutes(random.Next(-14 * 60, 14 * 60));
            var time = DateTimeOffset.FromUnixTimeSeconds(random.NextInt64(-9_000_000_000, 9_000_000_000)).ToOffset(zone);
            var text = time.ToString("dd/MMM/yyyy:HH:mm:ss zzz", CultureInfo.InvariantCulture).Remove(24, 1);
            Assert.True(TimestampText.TryRead(TimestampLayout.CommonLog, Encoding.ASCII.GetBytes(text), out var nanos), text);
            Assert.Equal(time.ToUnixTimeSeconds() * 1_000_000_000, nanos);
            text = time.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);
            Assert.True(TimestampText.TryRead(TimestampLayout.Rfc3339, Encoding.ASCII.GetBytes(text), out nanos), text);
            Assert.Equal(time.ToUnixTimeSeconds() * 1_000_000_000, nanos);
        }
    }

    [Fact]
    public void The_first_layout_that_fits_counts_and_a_record_without_a_time_keeps_its_own()
    {
        var batch = Some.Batch("""{"t":"02/Jan/2026:15:04:05 +0000"}""", """{"t":1767366245124}""", """{"t":"1767366245124"}""", """{"t":"soon"}""", """{"u":1}""", """{"t":true}""");
        new Stage(new StageSpec { Parse = new ParseSpec { Json = new JsonParserSpec() } }, 0).Process(batch);
        var stage = new Stage(new StageSpec { Timestamp = new TimestampSpec { Field = "t", Layouts = [TimestampLayout.CommonLog, TimestampLayout.UnixMs] } }, 1);
        stage.Process(batch);
        Assert.Equal(
            [1767366245_000_000_000, 1767366245_124_000_000, 1767366245_124_000_000, 0, 0, 0],
            Enumerable.Range(0, 6).Select(i => batch[i].TimestampNanos));
        Assert.Equal(3, stage.Counts.Failed);
        batch.Release();
    }
}
