using LogOperator.Pipeline.Records;
using LogOperator.Pipeline.Sources;
using LogOperator.Pipeline.Sources.Files;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Files.Lines;

namespace LogOperator.Pipeline.Tests.Runtime;

/// <summary>A stream of fake files, and the source that selects it.</summary>
internal sealed class FakeLogStream(params FakeLogFile[] files) : ILogStream, IFileSource
{
    private IReadOnlyList<ILogFile> files = files;
    private int looks;

    public string Key { get; init; } = "/app.log";

    public string Namespace => "";

    public FileFormat Format => FileFormat.Plain;

    public DateTimeOffset BeganAt => default;

    public IReadOnlyList<ILogFile> Files
    {
        get
        {
            Interlocked.Increment(ref looks);
            return Volatile.Read(ref files);
        }
        set => Volatile.Write(ref files, value);
    }

    /// <summary>How often somebody asked for the files.</summary>
    public int Looks => Volatile.Read(ref looks);

    public IReadOnlyList<UnidentifiedFile> Unidentified { get; set; } = [];

    public IReadOnlyList<string> Patterns => ["/app.log"];

    public StartAt StartAt { get; set; } = StartAt.Beginning;

    public JoinOptions Joining { get; init; } = new(1024, LineOverflow.Truncate, true, true, TimeSpan.FromSeconds(5));

    public bool Selects(ILogStream stream) => true;

    public BatchAttributes AttributesOf(ILogStream stream) => BatchAttributes.Empty;
}
