using System.Text;
using LogOperator.Pipeline.Patterns;

namespace LogOperator.Pipeline.Tests.Patterns;

/// <summary>Patterns as people write them for logs: which engine takes them, and what every engine finds.</summary>
public sealed class LogFormatTests
{
    private const string Nginx =
        """^(?<remote>\S+) \S+ (?<user>\S+) \[(?<time>[^\]]+)\] "(?<method>\S+) (?<path>\S*) (?<protocol>[^"]*)" (?<status>\d{3}) (?<size>\d+|-) "(?<referer>[^"]*)" "(?<agent>[^"]*)" """;

    private const string Apache = """^(?<host>[^ ]*) [^ ]* (?<user>[^ ]*) \[(?<time>[^\]]*)\] "(?<method>\S+)(?: +(?<path>[^\"]*?)(?: +\S*)?)?" (?<code>[^ ]*) (?<size>[^ ]*)$""";
    private const string Klog = @"^(?<severity>[IWEF])(?<time>\d{4} \d{2}:\d{2}:\d{2}\.\d{6})\s+(?<thread>\d+) (?<source>[^:\]]+:\d+)\] (?<message>.*)$";
    private const string Syslog = @"^<(?<pri>[0-9]{1,5})>(?<time>[^ ]* {1,2}[^ ]* [^ ]*) (?<host>[^ ]*) (?<ident>[a-zA-Z0-9_/.-]*)(?:\[(?<pid>[0-9]+)\])?: *(?<message>.*)$";
    private const string Rfc3164 = @"^<(?<pri>\d{1,3})>(?<time>\w{3} +\d{1,2} [\d:]{8}) (?<host>\S+) (?<ident>[^ :\[]+)(?:\[(?<pid>\d+)\])?: (?<message>.*)";
    private const string Pairs = @"^(?:(?<key>\w+)=(?<value>[^ ]*)(?: |$))+$";
    private const string Python = @"^(?<level>\p{Lu}+):(?<logger>[\w.]+):(?<message>.*)$";
    private const string Mixed = """^(?<all>.*)(?<last>[^"]+)$""";
    private const string Java = @"^(?<time>\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}[.,]\d{3}) +(?<level>TRACE|DEBUG|INFO|WARN|ERROR|FATAL) +\[(?<thread>[^\]]*)\] +(?<logger>\S+) +- (?<message>.*)$";

    [Theory]
    [InlineData(
        Nginx,
        "delimiter",
        """10.0.0.1 - - [02/Jan/2026:15:04:05 +0000] "GET /a?b=c HTTP/1.1" 200 612 "-" "curl/8.5 \xe9" """,
        """remote=10.0.0.1 user=- time=02/Jan/2026:15:04:05 +0000 method=GET path=/a?b=c protocol=HTTP/1.1 status=200 size=612 referer=- agent=curl/8.5 \xe9""")]
    [InlineData(Nginx, "delimiter", """10.0.0.1 - - [02/Jan/2026:15:04:05 +0000] "GET /a HTTP/1.1" 200 - "" "" """, "remote=10.0.0.1 user=- time=02/Jan/2026:15:04:05 +0000 method=GET path=/a protocol=HTTP/1.1 status=200 size=- referer= agent=")]
    [InlineData(Nginx, "delimiter", """10.0.0.1 - - [02/Jan/2026:15:04:05 +0000] "\x16\x03\x01" 400 157 "-" "-" """, null)]
    [InlineData(Apache, "bit-state", """::1 - bob [02/Jan/2026:15:04:05 +0000] "GET /x y HTTP/1.0" 200 5""", "host=::1 user=bob time=02/Jan/2026:15:04:05 +0000 method=GET path=/x y code=200 size=5")]
    [InlineData(Klog, "delimiter", "E0102 15:04:05.000123    17 reflector.go:227] pods is forbidden: x", "severity=E time=0102 15:04:05.000123 thread=17 source=reflector.go:227 message=pods is forbidden: x")]
    [InlineData(Syslog, "bit-state", "<34>Oct  1 22:14:15 web su[230]: 'su root' failed", "pri=34 time=Oct  1 22:14:15 host=web ident=su pid=230 message='su root' failed")]
    [InlineData(Syslog, "bit-state", "<34>Oct 11 22:14:15 web kernel: up", "pri=34 time=Oct 11 22:14:15 host=web ident=kernel message=up")]
    [InlineData(Rfc3164, "delimiter", "<34>Oct  1 22:14:15 web su[230]: 'su root' failed", "pri=34 time=Oct  1 22:14:15 host=web ident=su pid=230 message='su root' failed")]
    [InlineData(Rfc3164, "delimiter", "<34>Oct 11 22:14:15 web kernel: up", "pri=34 time=Oct 11 22:14:15 host=web ident=kernel message=up")]
    [InlineData(Rfc3164, "delimiter", "<34>Oct 11 22:14:15 web kernel up", null)]
    [InlineData(Pairs, "one-pass", "a=1 b= c=x=y", "key=c value=x=y")]
    [InlineData(Pairs, "one-pass", "a=1  b=2", null)]
    [InlineData(Python, "one-pass", "\u00c9COLE:app.db:caf\u00e9 open", "level=\u00c9COLE logger=app.db message=caf\u00e9 open")]
    [InlineData(Java, "delimiter", "2026-01-02 15:04:05,123 INFO  [main] o.e.App - started in 3 s", "time=2026-01-02 15:04:05,123 level=INFO thread=main logger=o.e.App message=started in 3 s")]
    [InlineData(Java, "delimiter", "2026-01-02T15:04:05.123 ERROR [] x - \u65e5\u672c", "time=2026-01-02T15:04:05.123 level=ERROR thread= logger=x message=\u65e5\u672c")]
    [InlineData(Mixed, "bit-state", "a\u00e9", "all=a last=\u00e9")]
    [InlineData(Mixed, "bit-state", "\u65e5\u672c", "all=\u65e5 last=\u672c")]
    [InlineData("^(?<few>.*?)(?<rest>[^a]*)$", "bit-state", "\u65e5a\u672c", "few=\u65e5a rest=\u672c")]
    [InlineData(Java, "delimiter", "\tat o.e.App.main(App.java:5)", null)]
    public void Formats_of_logs_are_found_alike_by_every_engine(string pattern, string engine, string line, string? expected)
    {
        var engines = Engines.Of(pattern, out var groups);
        Assert.Equal(engine, engines[0].Engine);
        var text = Encoding.UTF8.GetBytes(line);
        Assert.All(engines, e => Assert.Equal(expected, Found(e, groups, text)));
    }

    private static string? Found(IByteMatcher engine, IReadOnlyList<string> names, byte[] text)
    {
        var groups = new GroupSpan[names.Count];
        return engine.TryMatch(text, groups)
            ? string.Join(' ', names.Zip(groups).Where(g => g.Second.Start >= 0).Select(g => $"{g.First}={Encoding.UTF8.GetString(text, g.Second.Start, g.Second.Length)}"))
            : null;
    }
}
