namespace LogOperator.Agent.Configuration;

/// <summary>
/// The configuration and the credentials as mounted into the pod. kubelet keeps them as they were when it last reached the API server, so
/// that a restart works without it.
/// </summary>
/// <param name="configDirectory">Files <c>config-&lt;n&gt;.json.gz</c>; null for none.</param>
/// <param name="credentialsDirectory">Files <c>&lt;namespace&gt;_&lt;secret&gt;_&lt;key&gt;</c>; null for none.</param>
internal sealed class MountedSecrets(string? configDirectory, string? credentialsDirectory)
{
    /// <summary>The shards; null if nothing is mounted.</summary>
    /// <param name="problems">What cannot be read.</param>
    /// <param name="instead">Finds another content for a shard that cannot be read.</param>
    public IReadOnlyList<Shard>? ReadShards(List<string> problems, Func<string, Shard?>? instead = null)
    {
        var shards = new List<Shard>();
        var found = false;
        foreach (var (name, content) in Files(configDirectory, $"*{LastGoodCopy.Extension}"))
        {
            found = true;
            var shardName = name[..^LastGoodCopy.Extension.Length];
            var shard = ShardDecoder.Decode(shardName, content, out var problem) ?? instead?.Invoke(shardName);
            if (shard is not null)
            {
                shards.Add(shard);
            }

            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        return found ? shards : null;
    }

    /// <summary>The credentials.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> ReadCredentials() => Files(credentialsDirectory, "*_*_*");

    private static IEnumerable<KeyValuePair<string, byte[]>> Files(string? directory, string pattern)
    {
        if (directory is null || !Directory.Exists(directory))
        {
            yield break;
        }

        foreach (var path in Directory.EnumerateFiles(directory, pattern).Order(StringComparer.Ordinal))
        {
            // A projected volume swaps its files by a symbolic link: one may vanish between listing and reading.
            byte[] content;
            try
            {
                content = File.ReadAllBytes(path);
            }
            catch (IOException)
            {
                continue;
            }

            yield return new(Path.GetFileName(path), content);
        }
    }
}
