using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;

namespace LogOperator.Pipeline.Sources.ContainerLogs;

internal sealed class ContainerLogsSource : IFileSource
{
    public ContainerLogsSource(ContainerLogsSpec spec, SourceContext context) => throw new NotSupportedException($"{spec} {context}");

    public IReadOnlyList<string> Patterns => [];

    public FileFormat Format => default;

    public StartAt StartAt => default;

    public JoinOptions Joining => throw new NotSupportedException();

    public bool Selects(ILogStream stream) => false;

    public BatchAttributes AttributesOf(ILogStream stream) => BatchAttributes.Empty;
}
