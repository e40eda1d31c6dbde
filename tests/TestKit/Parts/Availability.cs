using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace LogOperator.TestKit.Parts;

/// <summary>Something real that a test needs, or the sentences that say why it is not there and what brings it.</summary>
/// <param name="Value">What was found.</param>
/// <param name="Missing">Null where it was found.</param>
public sealed record Availability<T>(T? Value, string? Missing)
    where T : class
{
    /// <summary>
    /// What was found; otherwise the running test is skipped, or fails where <c>CI=true</c>. A fixture must not call this (xunit would report
    /// a failure): it keeps the availability and lets its members call it.
    /// </summary>
    [SuppressMessage("Usage", "xUnit1013", Justification = "Not a test.")]
    public T Require()
    {
        if (Value is not null)
        {
            return Value;
        }

        var reason = string.Join(' ', Missing!.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException($"in CI nothing real may be missing: {reason}");
        }

        Assert.Skip(reason);
        return null!;
    }
}
