namespace LogOperator.TestKit.Http;

/// <summary>How an <see cref="HttpSinkServer"/> answers a request.</summary>
/// <param name="Status">HTTP status; the lines of a request are stored where it is 2xx.</param>
/// <param name="RetryAfter">Sent as Retry-After, in whole seconds.</param>
/// <param name="Body">Sent as the answer's text.</param>
/// <param name="Delay">How long the answer waits, after the request was read.</param>
/// <param name="CutConnection">The connection is reset instead of answered; a 2xx status still stores the lines (an answer lost on its way).</param>
/// <param name="Fault">What goes wrong with the answer's bytes.</param>
public sealed record HttpSinkAnswer(
    int Status, TimeSpan? RetryAfter = null, string Body = "", TimeSpan Delay = default, bool CutConnection = false, HttpSinkFault Fault = HttpSinkFault.None)
{
    /// <summary>Whether the client cannot know the status: what was stored then may come again.</summary>
    public bool IsUnknown => CutConnection || Fault is HttpSinkFault.HalfClose or HttpSinkFault.CutInHead or HttpSinkFault.DripHead or HttpSinkFault.LongHead;

    public static HttpSinkAnswer Ok { get; } = new(200);

    public static HttpSinkAnswer BadRequest { get; } = new(400, Body: "the record at 0 is not acceptable");

    public static HttpSinkAnswer Unauthorized { get; } = new(401);

    public static HttpSinkAnswer TooLarge { get; } = new(413);

    public static HttpSinkAnswer Unavailable { get; } = new(503);

    /// <summary>The connection is reset before anything is stored.</summary>
    public static HttpSinkAnswer Cut { get; } = new(503, CutConnection: true);

    /// <summary>The lines are stored, but the client never learns it.</summary>
    public static HttpSinkAnswer CutAfterStoring { get; } = new(200, CutConnection: true);

    public static HttpSinkAnswer TooManyRequests(TimeSpan retryAfter) => new(429, retryAfter);

    public static HttpSinkAnswer Slow(TimeSpan delay) => new(200, Delay: delay);
}
