using System.Buffers;
using System.Text.Json;

namespace LogOperator.Cli.Running;

/// <summary>
/// Takes records as JSON lines and shows them to a person: time, severity, pod and body, in colours. A line that is not a record is shown
/// as it is.
/// </summary>
/// <param name="output">The terminal.</param>
internal sealed class RecordPrinter(TextWriter output) : Stream
{
    private const string Reset = "\e[0m";
    private const string Dim = "\e[2m";
    private static readonly string[] PodNames = ["k8s.namespace.name", "k8s.pod.name", "k8s.container.name"];
    private readonly ArrayBufferWriter<byte> rest = new();

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.IndexOf((byte)'\n') is >= 0 and var end)
        {
            rest.Write(buffer[..end]);
            Show(rest.WrittenMemory);
            rest.ResetWrittenCount();
            buffer = buffer[(end + 1)..];
        }

        rest.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return default;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Flush() => output.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void Show(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            output.WriteLine(Format(document.RootElement));
        }
        catch (JsonException)
        {
            output.WriteLine(Clean(System.Text.Encoding.UTF8.GetString(line.Span)));
        }
    }

    private static string Format(JsonElement record)
    {
        var severity = Text(record, "severity") ?? "";
        var time = Text(record, "timestamp") is { Length: >= 19 } stamp ? stamp[11..Math.Min(stamp.Length, 23)].TrimEnd('Z') : "";
        var resource = record.TryGetProperty("resource", out var found) ? found : default;
        var pod = string.Join('/', PodNames.Select(k => Text(resource, k)).Where(t => t is not null));
        var body = record.TryGetProperty("body", out var text) ? text.ValueKind == JsonValueKind.String ? text.GetString()! : text.GetRawText() : "";
        var attributes = record.TryGetProperty("attributes", out var all) && all.ValueKind == JsonValueKind.Object
            ? string.Join(' ', all.EnumerateObject().Where(a => !a.Name.StartsWith("log.", StringComparison.Ordinal)).Select(a => $"{a.Name}={Shown(a.Value)}"))
            : "";
        return $"{Dim}{time,-12}{Reset} {Colour(severity)}{severity,-5}{Reset} {(pod.Length == 0 ? "" : $"\e[36m{pod}{Reset} ")}{Clean(body)}{(attributes.Length == 0 ? "" : $" {Dim}{Clean(attributes)}{Reset}")}";
    }

    private static string? Text(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? Clean(value.GetString()!) : null;

    private static string Shown(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // A log line must not be able to drive the terminal.
    private static string Clean(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\x1f') < 0 && !text.Contains('\x7f', StringComparison.Ordinal) && text.AsSpan().IndexOfAnyInRange('\x80', '\x9f') < 0
            ? text
            : string.Create(text.Length, text, static (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = from[i] is '\n' or '\t' || !char.IsControl(from[i]) ? from[i] : '·';
                }
            });

    private static string Colour(string severity) => severity switch
    {
        "FATAL" or "ERROR" => "\e[31m",
        "WARN" => "\e[33m",
        "INFO" => "\e[32m",
        _ => Dim,
    };
}
