using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Sources.Files;

/// <summary>A source that takes whatever its patterns find.</summary>
internal sealed class FixedSource(FileFormat format, IReadOnlyList<string> patterns) : IFileSource
{
    public IReadOnlyList<string> Patterns => patterns;

    public FileFormat Format => format;

    public StartAt StartAt => StartAt.Beginning;

    public JoinOptions Joining { get; init; } = new(256 * 1024, LineOverflow.Truncate, Stdout: true, Stderr: true, TimeSpan.FromSeconds(5));

    public Func<ILogStream, bool> Selector { get; set; } = static _ => true;

    public bool Selects(ILogStream stream) => Selector(stream);

    public BatchAttributes AttributesOf(ILogStream stream) => BatchAttributes.Empty;
}
