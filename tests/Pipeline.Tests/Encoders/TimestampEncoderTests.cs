using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Encoders;

namespace LogOperator.Pipeline.Tests.Encoders;

public sealed class TimestampEncoderTests
{
    [Theory]
    [InlineData("2026-11-22T04:05:06.123456789Z", "2026-11-22T04:05:06.123456789Z")]
    [InlineData("2026-11-22T04:05:06.12345678Z", "2026-11-22T04:05:06.123456780Z")]
    [InlineData("2026-11-22T04:05:06.1Z", "2026-11-22T04:05:06.100000000Z")]
    [InlineData("2026-11-22T04:05:06Z", "2026-11-22T04:05:06.000000000Z")]
    [InlineData("2026-11-22T04:05:06.1234567891Z", "2026-11-22T04:05:06.123456789Z")]
    [InlineData("2026-11-22T04:05:06.5+02:00", "2026-11-22T02:05:06.500000000Z")]
    [InlineData("2026-01-01T00:05:06.5+05:30", "2025-12-31T18:35:06.500000000Z")]
    [InlineData("2025-12-31T23:59:60-01:00", "2026-01-01T00:59:60.000000000Z")]
    public void Every_RFC_3339_timestamp_gets_nine_digits_and_UTC(string text, string expected)
    {
        Span<byte> target = stackalloc byte[TimestampEncoder.Length];
        Assert.True(TimestampEncoder.TryNormalise(Encoding.UTF8.GetBytes(text), target));
        Assert.Equal(expected, Encoding.UTF8.GetString(target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-11-22 04:05:06Z")]
    [InlineData("2026-11-22T04:05:06")]
    [InlineData("2026-11-22T04:05:06.Z")]
    [InlineData("2026-11-22T04:05:06.123456789")]
    [InlineData("2026-11-22T04:05:06.123456789\"")]
    [InlineData("2026-11-22T04:05:06.1+0200")]
    [InlineData("2026-99-22T04:05:06.1+02:00")]
    [InlineData("0001-01-01T00:00:00.1+02:00")]
    [InlineData("2026-11-22T04:05:06.12345678\"Z")]
    public void Anything_else_is_refused(string text)
    {
        Span<byte> target = stackalloc byte[TimestampEncoder.Length];
        Assert.False(TimestampEncoder.TryNormalise(Encoding.UTF8.GetBytes(text), target));
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000Z")]
    [InlineData(1_000_000_001, "1970-01-01T00:00:01.000000001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999999Z")]
    [InlineData(long.MaxValue, "2262-04-11T23:47:16.854775807Z")]
    [InlineData(long.MinValue, "1677-09-21T00:12:43.145224192Z")]
    public void Nanoseconds_are_written_over_the_whole_range(long nanos, string expected) => Assert.Equal(expected, Write(new TimestampEncoder(), nanos));

    [Fact]
    public void Seconds_that_come_and_go_do_not_confuse_the_cache()
    {
        var encoder = new TimestampEncoder();
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var ticks = DateTime.UnixEpoch.AddSeconds(1_700_000_000 + random.Next(3)).AddTicks(random.Next(10_000_000));
            var expected = ticks.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00Z";
            Assert.Equal(expected, Write(encoder, (ticks - DateTime.UnixEpoch).Ticks * 100));
        }
    }

    private static string Write(TimestampEncoder encoder, long nanos)
    {
        Span<byte> target = stackalloc byte[TimestampEncoder.Length];
        encoder.Write(nanos, target);
        return Encoding.UTF8.GetString(target);
    }
}
