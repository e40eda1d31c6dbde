using System.Runtime.CompilerServices;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Finding;
using LogOperator.Pipeline.Sources.Files.Lines;
using LogOperator.Pipeline.Sources.Files.Streams;

namespace LogOperator.Pipeline.Sources.NodeFiles;

/// <summary>Selects files of the node by their paths. A file that is left out is left out by each of its names, links included.</summary>
internal sealed class NodeFilesSource : IFileSource
{
    private readonly string root;
    private readonly string? nodeName;
    private readonly SourceConfig config;
    private readonly PathPattern[] excluded;
    private readonly ConditionalWeakTable<ILogStream, BatchAttributes> attributes = [];

    public NodeFilesSource(NodeFilesSpec spec, SourceContext context)
    {
        root = context.Root.TrimEnd('/');
        nodeName = context.NodeName;
        config = context.Config;
        Patterns = [.. spec.Paths.Select(p => root + p)];
        excluded = [.. (spec.ExcludePaths ?? []).Select(p => PathPattern.Parse(root + p))];
        Joining = JoinDefaults.Of(config.Spec, stdout: true, stderr: true);
    }

    public IReadOnlyList<string> Patterns { get; }

    public FileFormat Format => FileFormat.Plain;

    public StartAt StartAt => config.Spec.StartAt ?? StartAt.Auto;

    public JoinOptions Joining { get; }

    public bool Selects(ILogStream stream)
    {
        foreach (var pattern in excluded)
        {
            if (pattern.Matches(stream.Key) || ((stream as LogStream)?.FoundAs.Any(pattern.Matches) ?? false))
            {
                return false;
            }
        }

        return true;
    }

    public BatchAttributes AttributesOf(ILogStream stream) => attributes.GetValue(stream, Describe);

    private BatchAttributes Describe(ILogStream stream)
    {
        var path = stream.Key.StartsWith(root, StringComparison.Ordinal) ? stream.Key[root.Length..] : stream.Key;
        List<KeyValuePair<string, string>> resource = nodeName is { } node ? [new("k8s.node.name", node), new("host.name", node)] : [];
        return StreamAttributes.Share(stream, new BatchAttributes(resource, [new("log.file.path", path)]));
    }
}
