using System.Security.Cryptography;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// A configuration that ran, one file for each shard: the last one, for a start without the API server and for shards that can no longer be
/// read, and the last one that was proven, for a <see cref="CrashGuard"/>. Holds no secret values.
/// </summary>
/// <param name="directory">Where the files lie; made when first written.</param>
/// <param name="logger">Told when it cannot be written.</param>
internal sealed class LastGoodCopy(string directory, ILogger logger)
{
    /// <summary>How a shard's file ends.</summary>
    public const string Extension = ".json.gz";

    private readonly Dictionary<string, string> written = new(StringComparer.Ordinal);

    /// <summary>Whether there is a copy, be it of nothing.</summary>
    public bool Exists => Directory.Exists(directory);

    /// <summary>Every shard that can be read.</summary>
    public IReadOnlyList<Shard> Load()
    {
        var problems = new List<string>();
        var shards = new MountedSecrets(directory, null).ReadShards(problems) ?? [];
        foreach (var problem in problems)
        {
            Log.LastGoodUnreadable(logger, problem);
        }

        return shards;
    }

    /// <summary>
    /// Makes the copy equal to what runs now. A shard is written beside its old file and renamed over it. Where the first copy cannot be written as a whole
    /// there is none: what is missing in it would seem not to have run.
    /// </summary>
    /// <param name="shards">What runs, by name of shard.</param>
    public void Save(IReadOnlyDictionary<string, AgentConfig> shards)
    {
        var isFirst = !Exists;
        try
        {
            Directory.CreateDirectory(directory);
            foreach (var (name, config) in shards)
            {
                var content = ShardEncoder.Encode(config);
                var hash = Convert.ToHexString(SHA256.HashData(content));
                if (written.GetValueOrDefault(name) != hash)
                {
                    AtomicFile.Write(Path.Combine(directory, name + Extension), content);
                    written[name] = hash;
                }
            }

            foreach (var path in Directory.EnumerateFiles(directory))
            {
                var name = Path.GetFileName(path);
                if (!name.EndsWith(Extension, StringComparison.Ordinal) || !shards.ContainsKey(name[..^Extension.Length]))
                {
                    File.Delete(path);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            written.Clear();
            Log.LastGoodUnwritable(logger, directory, e.Message);
            if (isFirst)
            {
                Remove();
            }
        }
    }

    private void Remove()
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Told already, where there is anything to remove.
        }
    }
}
