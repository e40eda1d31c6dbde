namespace LogOperator.TestKit.Http;

/// <summary>A request as an <see cref="HttpSinkServer"/> saw it: the body without its Content-Encoding, its length as it was sent, and how it was answered.</summary>
public sealed record HttpSinkRequest(
    string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body, long WireBytes, HttpSinkAnswer Answer)
{
    /// <summary>The body's lines (JSON lines).</summary>
    public IReadOnlyList<string> Lines => Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>True where the lines count as stored.</summary>
    public bool Stored => Answer.Status is >= 200 and < 300;
}
