using System.Text.Json;
using LogOperator.Crds.Compilation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Crds.Validation;
using LogOperator.Kubernetes.Objects;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Cli.Manifests;

/// <summary>Reads sets of manifests. Reports everything that cannot be read.</summary>
internal sealed class ManifestReader
{
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
            var file = ManifestFile.Read(path, path == ManifestInputs.StandardInput ? ReadAll(input()) : File.ReadAllBytes(path));
            foreach (var document in file.Documents)
            {
                reader.Add(document, named);
            }

            reader.findings.AddRange(file.Problems.Select(p => new Finding(FindingSeverity.Error, p.File, p.Position.Line, null, "", "Unparsable", p.Message)));
        }

        return reader.Unique();
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }

    private void Add(ManifestDocument document, bool named)
    {
        if (document.Text("apiVersion") is not { } version || document.Text("kind") is not { } kind)
        {
            var severity = named ? FindingSeverity.Error : FindingSeverity.Note;
            findings.Add(Finding.At(document, severity, null, "", Reasons.InvalidSpec, "must be an object with apiVersion and kind"));
        }
        else if (ResourceReader.IsOurs(document.Root))
        {
            AddOurs(document, kind);
        }
        else if (version == "v1" && kind is "Secret" or "Namespace")
        {
            AddCore(document, kind);
        }
        else if (ResourceReader.Kinds.Contains(kind))
        {
            findings.Add(Finding.At(document, FindingSeverity.Warning, Name(document, kind), "apiVersion", "Ignored", $"must be {ApiGroup.ApiVersion} for this {kind} to be looked at (was \"{version}\")"));
        }
        else if (version.Contains('.', StringComparison.Ordinal) && !version.Split('/')[0].EndsWith(".k8s.io", StringComparison.Ordinal))
        {
            findings.Add(Finding.At(document, FindingSeverity.Note, null, "kind", "Ignored", $"{kind} of {version} is not looked at"));
        }
    }

    private void AddOurs(ManifestDocument document, string kind)
    {
        var read = ResourceReader.Read(document.Root);
        foreach (var problem in read.Problems)
        {
            findings.Add(Finding.At(document, FindingSeverity.Error, Name(document, kind), problem.Path, problem.Reason, problem.Message));
        }

        if (read.Resource is not null)
        {
            objects.Add(new ManifestObject(document, Namespaces.Default(read.Resource, defaultNamespace)));
        }
        else if (ResourceReader.Kinds.Contains(kind) && document.Text("metadata", "name") is { Length: > 0 } name)
        {
            var clusterScoped = kind.StartsWith("Cluster", StringComparison.Ordinal) || kind == nameof(LogAgent);
            var @namespace = clusterScoped ? null : document.Text("metadata", "namespace") ?? defaultNamespace;
            unreadable.Add(new UnreadableResource(kind, @namespace, name, null, string.Join("; ", read.Problems)));
        }
    }

    private void AddCore(ManifestDocument document, string kind)
    {
        try
        {
            IKubeObject? resource = kind == "Secret"
                ? document.Root.Deserialize(KubernetesJson.Default.Secret)
                : document.Root.Deserialize(KubernetesJson.Default.Namespace);
            if (resource?.Metadata.Name is { Length: > 0 })
            {
                objects.Add(new ManifestObject(document, Namespaces.Default(resource, defaultNamespace)));
                return;
            }

            findings.Add(Finding.At(document, FindingSeverity.Error, kind, "metadata.name", Reasons.InvalidSpec, "is required"));
        }
        catch (JsonException e)
        {
            // The deserializer's own message may quote a secret value.
            var path = (e.Path ?? "").TrimStart('$', '.');
            var expected = path.StartsWith("data.", StringComparison.Ordinal) ? "must be base64" : $"must be as Kubernetes has it in a {kind}";
            findings.Add(Finding.At(document, FindingSeverity.Error, Name(document, kind), path, Reasons.InvalidSpec, expected));
        }
    }

    private ManifestSet Unique()
    {
        var unique = new Dictionary<ResourceId, ManifestObject>();
        foreach (var item in objects)
        {
            if (!unique.TryAdd(item.Id, item))
            {
                var other = unique[item.Id].Document;
                var place = $"{other.File}:{other.Locate("metadata.name").Line}";
                findings.Add(item.Find(FindingSeverity.Error, "metadata.name", "Duplicate", $"{item.Id} must be given once (is given in {place} too)"));
            }
        }

        return new ManifestSet([.. unique.Values], unreadable, findings);
    }

    private static string Name(ManifestDocument document, string kind) => document.Text("metadata", "name") is { } name ? $"{kind} {name}" : kind;
}
