using System.Text;
using System.Text.Json;
using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Sinks;
using Microsoft.Extensions.Logging;

namespace LogOperator.Pipeline.Runtime.Sending;

/// <summary>
/// The sink workers, one for each distinct store configuration. A store that changed has two for a while: the old one until no branch uses it.
/// </summary>
internal sealed class SinkWorkers(HostOptions options, ICredentials credentials, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, SinkWorker> workers = new(StringComparer.Ordinal);
    private readonly List<Task> stopping = [];
    private readonly Lock gate = new();
    private bool hurry;

    /// <summary>The worker for a store as configured; made and started if there is none.</summary>
    /// <exception cref="ArgumentException">The store cannot be built from its configuration.</exception>
    public SinkWorker For(StoreConfig store)
    {
        var form = Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(store, ConfigForms.Store));
        lock (gate)
        {
            if (!workers.TryGetValue(form, out var worker))
            {
                var output = options.Output ?? Console.OpenStandardOutput();
                var guard = store.Namespace.Length > 0 ? options.TenantEndpoints : null;
                var context = new SinkContext(store, credentials, options.FileRoot, output, time, logger, guard) { BufferMemory = options.BufferMemory };
                worker = new SinkWorker(store, context, time, logger) { Hurry = hurry };
                workers.Add(form, worker);
                worker.Start();
            }

            return worker;
        }
    }

    /// <summary>Stops the workers that no branch uses.</summary>
    /// <param name="grace">How long requests on the wire may take.</param>
    public void StopUnused(TimeSpan grace)
    {
        lock (gate)
        {
            stopping.RemoveAll(t => t.IsCompleted);
            foreach (var (form, worker) in workers.Where(w => w.Value.IsUnused).ToArray())
            {
                workers.Remove(form);
                stopping.Add(worker.StopAsync(grace));
            }
        }
    }

    /// <summary>For how long batches had waited when they were sent, at most since this was asked last.</summary>
    public TimeSpan TakeLongestWait()
    {
        var longest = TimeSpan.Zero;
        lock (gate)
        {
            foreach (var worker in workers.Values)
            {
                var its = worker.TakeLongestWait();
                longest = its > longest ? its : longest;
            }
        }

        return longest;
    }

    /// <summary>Has every worker send what it has without waiting for more.</summary>
    public void Hurry()
    {
        lock (gate)
        {
            hurry = true;
            foreach (var worker in workers.Values)
            {
                worker.Hurry = true;
            }
        }
    }

    /// <summary>The exception of a worker whose loop ended unexpectedly; null if all is well.</summary>
    public Exception? Failure
    {
        get
        {
            lock (gate)
            {
                return workers.Values.Select(w => w.Failure).FirstOrDefault(e => e is not null);
            }
        }
    }

    /// <summary>Stops all workers.</summary>
    public async Task StopAsync()
    {
        Task[] all;
        lock (gate)
        {
            all = [.. stopping, .. workers.Values.Select(w => w.StopAsync(TimeSpan.Zero))];
            workers.Clear();
            stopping.Clear();
        }

        await Task.WhenAll(all).ConfigureAwait(false);
    }
}
