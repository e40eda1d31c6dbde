using LogOperator.TestKit.Parts;
using Xunit;

namespace LogOperator.TestKit.Kafka;

/// <summary>A <see cref="KafkaServer"/> that several tests share; give each its own topics. Where the part is missing, tests that use it are skipped, and fail in CI.</summary>
public sealed class KafkaFixture : IAsyncLifetime
{
    private Availability<KafkaServer> server = new(null, "Kafka was not started");

    /// <summary>The running server. A test that stops, kills or pauses it starts its own instead (<see cref="StartOwnAsync"/>).</summary>
    public KafkaServer Server => this.server.Require();

    public async ValueTask InitializeAsync()
    {
        var home = await Part.FindAsync("kafka");
        this.server = home.Value is null ? new(null, home.Missing) : new(await KafkaServer.StartAsync(home.Value), Missing: null);
    }

    /// <summary>A server of the test's own. Pods reach it when <paramref name="podAddress"/> is the node's address.</summary>
    public static async Task<KafkaServer> StartOwnAsync(string? podAddress = null, IReadOnlyDictionary<string, string>? properties = null) =>
        await KafkaServer.StartAsync(await Part.RequireAsync("kafka"), podAddress, properties);

    public async ValueTask DisposeAsync()
    {
        if (this.server.Value is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
