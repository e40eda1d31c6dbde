using Microsoft.Extensions.Logging;

namespace LogOperator.TestKit;

/// <summary>Keeps what is logged. Safe for concurrent use.</summary>
public sealed class TellTale : ILogger
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];

    /// <summary>What was logged so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (gate)
            {
                return [.. lines];
            }
        }
    }

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (gate)
        {
            lines.Add(formatter(state, exception));
        }
    }
}
