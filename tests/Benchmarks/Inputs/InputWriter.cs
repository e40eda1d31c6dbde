using System.Globalization;
using System.Text;

namespace LogOperator.Benchmarks.Inputs;

/// <summary>Writes input files. The same arguments always give the same bytes.</summary>
internal static class InputWriter
{
    private const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 ";
    private static readonly string[] Paths = ["/api/v1/orders", "/api/v1/cart/items", "/", "/healthz", "/static/app.4f2a91.js", "/search?q=lamp&page=2"];
    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "PUT"];
    private static readonly int[] Statuses = [200, 200, 200, 304, 404, 500];
    private static readonly string[] Levels = ["info", "info", "info", "warn", "error"];
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);

    public static void Write(InputKind kind, long lines, string path)
    {
        using var file = new BufferedStream(File.Create(path), 1 << 20);
        // A generator of its own: Random's sequence may differ between versions of .NET.
        var random = 88172645463325252UL;
        Span<byte> bytes = stackalloc byte[InputFile.TraceLength];
        for (var i = 0L; i < lines; i += kind == InputKind.Java ? InputFile.TraceLines : 1)
        {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            var line = kind switch
            {
                InputKind.Plain => Access(i, random, InputFile.LineLength - 1),
                InputKind.Cri => Prefixed(i, random, (i + 1) % InputFile.PartEvery == 0 ? 'P' : 'F', Access),
                InputKind.CriJson => Prefixed(i, random, 'F', Json),
                InputKind.Java => Trace(i, random),
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
            Encoding.ASCII.GetBytes(line, bytes);
            bytes[line.Length] = (byte)'\n';
            file.Write(bytes[..(line.Length + 1)]);
        }
    }

    private static DateTimeOffset TimeOf(long line) => Start.AddTicks(line * 1000);

    private static string Prefixed(long line, ulong random, char part, Func<long, ulong, int, string> content)
    {
        var prefix = Prefix(line, random, part);
        return prefix + content(line, random, InputFile.LineLength - 1 - prefix.Length);
    }

    // The first line fills the record up.
    private static string Trace(long line, ulong random)
    {
        string[] below =
        [
            string.Create(CultureInfo.InvariantCulture, $"java.lang.IllegalStateException: no stock left for item {random % 100000}"),
            $"\tat com.example.shop.orders.OrderService.reserve(OrderService.java:{(random >> 8) % 900})",
            $"\tat com.example.shop.orders.OrderController.post(OrderController.java:{(random >> 16) % 900})",
            "\tat org.springframework.web.servlet.DispatcherServlet.doDispatch(DispatcherServlet.java:1089)",
            "\tat java.base/java.lang.Thread.run(Thread.java:1583)",
        ];
        var prefix = Prefix(line, random, 'F');
        var rest = string.Concat(below.Select(text => $"\n{prefix}{text}"));
        var head = string.Create(CultureInfo.InvariantCulture, $"{prefix}{TimeOf(line):yyyy-MM-dd HH:mm:ss.fff} ERROR [http-nio-8080-exec-{random % 10}] c.e.shop.orders.OrderService - order {random % 1000000} failed: ");
        return head + Filler(InputFile.TraceLength - 1 - head.Length - rest.Length) + rest;
    }

    // Go drops the zeros at the end of the nanoseconds, so that a tenth of the prefixes are shorter.
    private static string Prefix(long line, ulong random, char part)
    {
        var nanoseconds = (random % 1_000_000_000).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{TimeOf(line):yyyy-MM-ddTHH:mm:ss}{(nanoseconds.Length == 0 ? "" : ".")}{nanoseconds}Z stdout {part} ");
    }

    private static string Access(long line, ulong random, int length)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"10.{random % 256}.{(random >> 8) % 256}.{(random >> 16) % 256} - - [{TimeOf(line):dd/MMM/yyyy:HH:mm:ss} +0000] \"{Pick(Methods, random >> 20)} {Pick(Paths, random >> 28)} HTTP/1.1\" {Pick(Statuses, random >> 36)} {(random >> 40) % 65536} \"https://shop.example.com/\" \"");
        return head + Filler(length - head.Length - 1) + "\"";
    }

    private static string Json(long line, ulong random, int length)
    {
        var level = line % InputFile.DebugEvery == 0 ? "debug" : Pick(Levels, random >> 20);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"level\":\"{level}\",\"message\":\"request served\",\"method\":\"{Pick(Methods, random >> 24)}\",\"path\":\"{Pick(Paths, random >> 28)}\",\"status\":{Pick(Statuses, random >> 36)},\"durationMs\":{random % 100000 / 100.0:F2},\"traceId\":\"{random:x16}\",\"client\":{{\"address\":\"10.{random % 256}.0.{(random >> 8) % 256}\",\"port\":{(random >> 40) % 65536}}},\"userAgent\":\"");
        return head + Filler(length - head.Length - 2) + "\"}";
    }

    private static T Pick<T>(T[] of, ulong random) => of[random % (ulong)of.Length];

    private static string Filler(int length) => string.Concat(Enumerable.Repeat(Agent, (length / Agent.Length) + 1))[..length];
}
