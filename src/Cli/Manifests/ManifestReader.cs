using System.Text;
using System.Text.Json;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;
using YamlDotNet.Core;

namespace LogOperator.Cli.Manifests;

/// <summary>Reads manifests: YAML or JSON, several objects a file, lists of objects. Reports everything that cannot be read.</summary>
internal sealed class ManifestReader
{
    private static readonly JsonReaderOptions JsonOptions = new() { AllowMultipleValues = true };
    private readonly List<ManifestObject> objects = [];
    private readonly List<UnreadableResource> unreadable = [];
    private readonly List<Finding> findings = [];
    private readonly string defaultNamespace;

    private ManifestReader(string defaultNamespace) => this.defaultNamespace = defaultNamespace;

    /// <summary>Reads files.</summary>
    /// <param name="files">The files; those not named one by one may hold other things than objects.</param>
    /// <param name="defaultNamespace">Namespace of objects that name none.</param>
    /// <param name="input">Standard input.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ManifestSet Read(IEnumerable<(string Path, bool Named)> files, string defaultNamespace, Func<Stream> input)
    {
        var reader = new ManifestReader(defaultNamespace);
        foreach (var (path, named) in files)
        {
            foreach (var document in reader.Documents(path, path == ManifestInputs.StandardInput ? ReadAll(input()) : File.ReadAllBytes(path)))
            {
                reader.Add(document, named);
            }
        }

        return reader.Unique();
    }

    /// <summary>The documents of one file, whatever they hold.</summary>
    /// <param name="file">Name of the file, for messages.</param>
    /// <param name="content">Its content.</param>
    /// <param name="problem">What cannot be read; null if all can.</param>
    public static IReadOnlyList<SourceDocument> ReadDocuments(string file, byte[] content, out Finding? problem)
    {
        var reader = new ManifestReader("");
        var documents = reader.Documents(file, content).SelectMany(Items).ToList();
        problem = reader.findings.FirstOrDefault();
        return documents;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private List<SourceDocument> Documents(string file, byte[] content)
    {
        var text = content.AsMemory();
        if (text.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            text = text[Encoding.UTF8.Preamble.Length..];
        }

        // JSON is YAML too, but the YAML parser costs more to start than everything else here.
        var first = text.Span.TrimStart(" \t\r\n"u8);
        return first is [(byte)'{' or (byte)'[', ..] && ReadJson(file, text, out var documents) ? documents : ReadYaml(file, text);
    }

    private static bool ReadJson(string file, ReadOnlyMemory<byte> text, out List<SourceDocument> documents)
    {
        documents = [];
        try
        {
            var reader = new Utf8JsonReader(text.Span, JsonOptions);
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                var root = JsonElement.ParseValue(ref reader);
                var before = text.Span[..start].Count((byte)'\n');
                var own = text[start..(int)reader.BytesConsumed];
                documents.Add(new SourceDocument(file, root, new(() => JsonLines.Map(own, JsonOptions, before))));
            }

            return true;
        }
        catch (JsonException)
        {
            // It may still be YAML's flow style; and if not, the YAML parser says where it ends to be.
            return false;
        }
    }

    private List<SourceDocument> ReadYaml(string file, ReadOnlyMemory<byte> text)
    {
        var documents = new List<SourceDocument>();
        try
        {
            using var reader = new StringReader(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text.Span));
            foreach (var (root, lines) in YamlReader.Read(reader))
            {
                documents.Add(new SourceDocument(file, root, new(lines)));
            }
        }
        catch (YamlException e)
        {
            var cause = e.InnerException is null ? e.Message : $"{e.Message}: {e.InnerException.Message}";
            findings.Add(new Finding(FindingSeverity.Error, file, Math.Max(1, (int)e.Start.Line), null, "", "Unparsable", $"expected YAML: {cause}"));
        }
        catch (DecoderFallbackException)
        {
            findings.Add(new Finding(FindingSeverity.Error, file, 1, null, "", "Unparsable", "expected text in UTF-8, found other bytes"));
        }

        return documents;
    }

    private static IEnumerable<SourceDocument> Items(SourceDocument document)
    {
        if (document.Root.ValueKind != JsonValueKind.Object || Text(document, "kind")?.EndsWith("List", StringComparison.Ordinal) != true
            || !document.Root.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return [document];
        }

        return items.EnumerateArray().Select((item, i) => document with { Root = item, Prefix = LineMap.Element("items", i) });
    }

    private void Add(SourceDocument document, bool named)
    {
        foreach (var item in Items(document))
        {
            if (Text(item, "apiVersion") is not { } version || Text(item, "kind") is not { } kind)
            {
                var (file, line) = item.Place("");
                findings.Add(new Finding(
                    named ? FindingSeverity.Error : FindingSeverity.Note, file, line, null, "", Reasons.InvalidSpec, "expected an object with apiVersion and kind, found something else"));
            }
            else if (ResourceReader.IsOurs(item.Root))
            {
                AddOurs(item, kind);
            }
            else if (version == "v1" && kind is "Secret" or "Namespace")
            {
                AddCore(item, kind);
            }
            else if (version.Contains('.', StringComparison.Ordinal) && !version.Split('/')[0].EndsWith(".k8s.io", StringComparison.Ordinal))
            {
                var (file, line) = item.Place("kind");
                findings.Add(new Finding(FindingSeverity.Note, file, line, null, "", "Ignored", $"{kind} of {version} is not looked at"));
            }
        }
    }

    private void AddOurs(SourceDocument item, string kind)
    {
        var read = ResourceReader.Read(item.Root);
        foreach (var problem in read.Problems)
        {
            var (file, line) = item.Place(problem.Path);
            findings.Add(new Finding(FindingSeverity.Error, file, line, Name(item, kind), problem.Path, problem.Reason, problem.Message));
        }

        if (read.Resource is not null)
        {
            objects.Add(new ManifestObject(item, Namespaces.Default(read.Resource, defaultNamespace)));
        }
        else if (Metadata(item, "name") is { Length: > 0 } name)
        {
            var @namespace = kind.StartsWith("Cluster", StringComparison.Ordinal) || kind == nameof(LogAgent) ? null : Metadata(item, "namespace") ?? defaultNamespace;
            unreadable.Add(new UnreadableResource(kind, @namespace, name, null, string.Join("; ", read.Problems)));
        }
    }

    private void AddCore(SourceDocument item, string kind)
    {
        try
        {
            IKubeObject? resource = kind == "Secret"
                ? item.Root.Deserialize(KubernetesJson.Default.Secret)
                : item.Root.Deserialize(KubernetesJson.Default.Namespace);
            if (resource?.Metadata.Name is { Length: > 0 })
            {
                objects.Add(new ManifestObject(item, Namespaces.Default(resource, defaultNamespace)));
                return;
            }

            var (file, line) = item.Place("metadata");
            findings.Add(new Finding(FindingSeverity.Error, file, line, kind, "metadata.name", Reasons.InvalidSpec, "is required"));
        }
        catch (JsonException e)
        {
            // The message of a Secret's value that is not base64 does not hold the value.
            var path = (e.Path ?? "").TrimStart('$', '.');
            var (file, line) = item.Place(path);
            var expected = path.StartsWith("data.", StringComparison.Ordinal) ? "must be base64" : "must fit the API of Kubernetes";
            findings.Add(new Finding(FindingSeverity.Error, file, line, Name(item, kind), path, Reasons.InvalidSpec, expected));
        }
    }

    private ManifestSet Unique()
    {
        var unique = new Dictionary<ResourceId, ManifestObject>();
        foreach (var item in objects)
        {
            if (!unique.TryAdd(item.Id, item))
            {
                var (file, line) = unique[item.Id].Document.Place("metadata.name");
                findings.Add(item.Find(FindingSeverity.Error, "metadata.name", "Duplicate", $"{item.Id} must be given once (was given at {file}:{line} too)"));
            }
        }

        return new ManifestSet([.. unique.Values], unreadable, findings);
    }

    private static string Name(SourceDocument item, string kind) => Metadata(item, "name") is { } name ? $"{kind} {name}" : kind;

    private static string? Metadata(SourceDocument item, string member) =>
        item.Root.TryGetProperty("metadata", out var metadata) && metadata.ValueKind == JsonValueKind.Object
        && metadata.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static string? Text(SourceDocument item, string member) =>
        item.Root.ValueKind == JsonValueKind.Object && item.Root.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
