using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LogOperator.Kubernetes.Configuration;

/// <summary>One mapping of a YAML file that knows where it stands, so that messages can say so.</summary>
internal sealed class YamlMap
{
    private readonly YamlMappingNode node;
    private readonly string file;
    private readonly string path;

    private YamlMap(YamlMappingNode node, string file, string path)
    {
        this.node = node;
        this.file = file;
        this.path = path;
    }

    public static YamlMap Read(string file)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            throw new KubeConfigException($"kubeconfig {file}:{e.Start.Line}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"kubeconfig {file}: {e.Message}", e);
        }

        if (stream.Documents.Count == 0)
        {
            return new YamlMap(new YamlMappingNode(), file, "");
        }

        return stream.Documents[0].RootNode is YamlMappingNode root
            ? new YamlMap(root, file, "")
            : throw new KubeConfigException($"kubeconfig {file}: expected a mapping, found {stream.Documents[0].RootNode.NodeType}");
    }

    public string Where(string name) => $"kubeconfig {this.file}: {this.path}{name}";

    public string? Text(string name) => Node(name) switch
    {
        null => null,
        YamlScalarNode scalar => IsNull(scalar) ? null : scalar.Value,
        var other => throw Unexpected(name, "a string", other),
    };

    public string RequiredText(string name) => Text(name) is { Length: > 0 } text ? text : throw new KubeConfigException($"{Where(name)}: expected a string, found none");

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        var other => throw new KubeConfigException($"{Where(name)}: expected true or false (was \"{other}\")"),
    };

    /// <summary>A path; a relative one counts from the directory of the file.</summary>
    public string? FilePath(string name) =>
        Text(name) is { Length: > 0 } path ? Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(this.file))!) : null;

    public YamlMap? Map(string name) => Node(name) switch
    {
        null => null,
        YamlScalarNode scalar when IsNull(scalar) => null,
        YamlMappingNode map => new YamlMap(map, this.file, $"{this.path}{name}."),
        var other => throw Unexpected(name, "a mapping", other),
    };

    public IReadOnlyList<YamlMap> Maps(string name) =>
        [.. Sequence(name).Select((node, i) => node is YamlMappingNode map ? new YamlMap(map, this.file, $"{this.path}{name}[{i}].") : throw Unexpected($"{name}[{i}]", "a mapping", node))];

    public IReadOnlyList<string> Texts(string name) =>
        [.. Sequence(name).Select((node, i) => node is YamlScalarNode { Value: { } text } ? text : throw Unexpected($"{name}[{i}]", "a string", node))];

    private YamlSequenceNode Sequence(string name) => Node(name) switch
    {
        null => new YamlSequenceNode(),
        YamlScalarNode scalar when IsNull(scalar) => new YamlSequenceNode(),
        YamlSequenceNode sequence => sequence,
        var other => throw Unexpected(name, "a list", other),
    };

    private YamlNode? Node(string name) => this.node.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    private static bool IsNull(YamlScalarNode scalar) => scalar.Style == ScalarStyle.Plain && (scalar.Value is null or "" or "~" or "null");

    private KubeConfigException Unexpected(string name, string expected, YamlNode found) =>
        new($"{Where(name)} (line {found.Start.Line}): expected {expected}, found {found.NodeType}");
}
