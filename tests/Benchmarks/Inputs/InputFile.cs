namespace LogOperator.Benchmarks.Inputs;

/// <summary>A file that is read, and what must come out of it.</summary>
/// <param name="Kind">What its lines look like.</param>
/// <param name="Root">Directory that stands for the node's root.</param>
/// <param name="Lines">How many lines it has.</param>
internal sealed record InputFile(InputKind Kind, string Root, long Lines)
{
    public const int LineLength = 512;

    /// <summary>Every thousandth line of <see cref="InputKind.Cri"/> is the first part of a record that ends with the next line.</summary>
    public const int PartEvery = 1000;

    /// <summary>Lines of a record of <see cref="InputKind.Java"/>.</summary>
    public const int TraceLines = 6;

    /// <summary>Bytes of these lines together.</summary>
    public const int TraceLength = 1024;

    /// <summary>Every tenth line of <see cref="InputKind.CriJson"/> is of level debug.</summary>
    public const int DebugEvery = 10;

    public long Bytes => Kind == InputKind.Java ? Lines / TraceLines * TraceLength : Lines * LineLength;

    public string Path => System.IO.Path.Combine(Root, RelativePath);

    /// <summary>How many records the lines make.</summary>
    public long Records => Kind switch
    {
        InputKind.Cri => Lines - (Lines / PartEvery),
        InputKind.Java => Lines / TraceLines,
        _ => Lines,
    };

    /// <summary>How many records are not of level debug.</summary>
    public long NotDebug => Lines - ((Lines + DebugEvery - 1) / DebugEvery);

    private string RelativePath => Kind == InputKind.Plain ? "var/log/nginx/access.log" : "var/log/pods/bench_web-0_8a7f0c4e-1111-2222-3333-444455556666/nginx/0.log";

    /// <summary>The file in the cache; it is written if it is not there.</summary>
    public static InputFile Get(InputKind kind, string cache, long bytes)
    {
        var lines = LinesOf(kind, bytes);
        var file = new InputFile(kind, System.IO.Path.Combine(cache, $"{kind.ToString().ToLowerInvariant()}-{lines}"), lines);
        if (!File.Exists(file.Path))
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file.Path)!);
            InputWriter.Write(kind, lines, file.Path + ".new");
            File.Move(file.Path + ".new", file.Path, overwrite: true);
        }

        return file;
    }

    private static long LinesOf(InputKind kind, long bytes)
    {
        if (kind == InputKind.Java)
        {
            return Math.Max(1, bytes / TraceLength) * TraceLines;
        }

        // A last line that is only the first part of a record would never end.
        var lines = Math.Max(1, bytes / LineLength);
        return lines - (lines % PartEvery == 0 ? 1 : 0);
    }
}
