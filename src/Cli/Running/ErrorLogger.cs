using Microsoft.Extensions.Logging;

namespace LogOperator.Cli.Running;

/// <summary>Tells what goes wrong during a run on standard error, one line each.</summary>
/// <param name="error">Standard error.</param>
/// <param name="least">What is told at least.</param>
/// <param name="isTerminal">Whether a progress line may stand there.</param>
internal sealed class ErrorLogger(TextWriter error, LogLevel least, bool isTerminal) : ILogger
{
    private readonly Lock gate = new();

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        lock (gate)
        {
            error.WriteLine($"{(isTerminal ? ProgressLine.Clear : "")}logctl: {logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}");
            if (exception is not null && least < LogLevel.Information)
            {
                error.WriteLine(exception);
            }
        }
    }
}
