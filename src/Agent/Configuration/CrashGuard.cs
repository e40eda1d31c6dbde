using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using Microsoft.Extensions.Logging;

namespace LogOperator.Agent.Configuration;

/// <summary>
/// Takes back what seems to end the agent. When it ended <see cref="Patience"/> times in a row without having been asked to, each time within
/// <see cref="Probation"/> of its start or of a change, the pipelines' forms that are not in the last copy that was proven are held back, and that
/// copy runs. A form is held until its pipeline gets another one, the agent is of another version, or it is asked to stop and starts again.
/// </summary>
/// <param name="directory">Where the record of runs is kept.</param>
/// <param name="lastGood">What ran last; becomes what was proven where forms are held back.</param>
/// <param name="proven">What ran for <see cref="Probation"/>.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what is held back.</param>
internal sealed class CrashGuard(string directory, LastGoodCopy lastGood, LastGoodCopy proven, TimeProvider time, ILogger logger)
{
    /// <summary>How many runs in a row have to end on trial.</summary>
    public const int Patience = 3;

    /// <summary>How long a configuration has to run until it is not to blame for an end.</summary>
    public static readonly TimeSpan Probation = TimeSpan.FromMinutes(2);

    private readonly string path = Path.Combine(directory, "runs.json");
    private CrashRecord record = New(new Dictionary<string, string>());
    private DateTimeOffset since = time.GetUtcNow();

    /// <summary>Notes that a run begins. Before anything of a configuration is read.</summary>
    public void Begin()
    {
        var before = Read();
        since = time.GetUtcNow();
        if (before is not null && before.Version == AgentVersion.Text)
        {
            record = before.State == RunState.Ended ? New(before.Tried) : before with { State = RunState.OnTrial, Crashes = before.State == RunState.OnTrial ? before.Crashes + 1 : 0 };
            if (record.Crashes >= Patience)
            {
                TakeBack();
            }
        }

        Write();
    }

    /// <summary>Why a pipeline's form is held back; null if it is not.</summary>
    public string? Refuse(PipelineConfig pipeline) => record.Held.TryGetValue(pipeline.Key, out var held) && held == FormOf(pipeline)
        ? $"the agent ended {Patience} times within {Probation.TotalMinutes:0} minutes of a start with this form; change the pipeline, or delete the agent's pod to try again"
        : null;

    /// <summary>Notes which forms are about to run.</summary>
    public void Try(IEnumerable<PipelineConfig> pipelines)
    {
        var next = pipelines.ToDictionary(p => p.Key, FormOf, StringComparer.Ordinal);
        if (next.Count == record.Tried.Count && next.All(f => record.Tried.GetValueOrDefault(f.Key) == f.Value))
        {
            return;
        }

        record = record with { State = RunState.OnTrial, Tried = next };
        since = time.GetUtcNow();
        Write();
    }

    /// <summary>Keeps what runs, if it has run for long enough. To be called every few seconds.</summary>
    /// <param name="running">What runs, by name of shard.</param>
    public void Prove(IReadOnlyDictionary<string, AgentConfig> running)
    {
        if (record.State == RunState.OnTrial && time.GetUtcNow() - since >= Probation)
        {
            proven.Save(running);
            record = record with { State = RunState.Proven, Crashes = 0 };
            Write();
        }
    }

    /// <summary>Notes that the run ends as it was asked to.</summary>
    public void End()
    {
        record = record with { State = RunState.Ended, Crashes = 0 };
        Write();
    }

    private void TakeBack()
    {
        record = record with { Crashes = 0 };
        if (!proven.Exists)
        {
            Log.CrashesBeforeProof(logger, Patience, Probation);
            return;
        }

        var shards = proven.Load();
        var known = shards.SelectMany(s => s.Pipelines).Where(p => p.Config is not null).ToDictionary(p => p.Key, p => FormOf(p.Config!), StringComparer.Ordinal);
        var changed = record.Tried.Where(f => known.GetValueOrDefault(f.Key) != f.Value).ToList();
        if (changed.Count == 0)
        {
            Log.CrashesWithoutChange(logger, Patience, Probation);
            return;
        }

        var held = new Dictionary<string, string>(record.Held, StringComparer.Ordinal);
        foreach (var (key, form) in changed)
        {
            held[key] = form;
        }

        record = record with { Held = held };
        lastGood.Save(shards.ToDictionary(s => s.Name, s => s.ToConfig(), StringComparer.Ordinal));
        Log.HeldBack(logger, Patience, Probation, string.Join(", ", changed.Select(f => f.Key).Order(StringComparer.Ordinal)));
    }

    private CrashRecord? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), CrashRecordJson.Default.CrashRecord);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            Log.RunsUnusable(logger, path, e.Message);
            return null;
        }
    }

    private void Write()
    {
        try
        {
            Directory.CreateDirectory(directory);
            AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(record, CrashRecordJson.Default.CrashRecord));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.RunsUnusable(logger, path, e.Message);
        }
    }

    private static CrashRecord New(IReadOnlyDictionary<string, string> tried) =>
        new() { Version = AgentVersion.Text, State = RunState.OnTrial, Crashes = 0, Tried = tried, Held = new Dictionary<string, string>() };

    // The generation alone, where no operator has compiled it: a store may have changed then, which nobody can see.
    private static string FormOf(PipelineConfig pipeline) => pipeline.Hash ?? $"generation {pipeline.Generation}";
}
