using System.Globalization;
using System.IO.Compression;
using LogOperator.TestKit;

namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>The files of one log, and what a writer, a logger or the kubelet does with them.</summary>
internal sealed class RotatedLog : IDisposable
{
    private readonly TempDirectory directory = new();
    private readonly TimeProvider time;
    private readonly RotationNaming naming;
    private readonly string stem;
    private readonly List<string> rotated = [];
    private string current;
    private DateTimeOffset stamped;

    public RotatedLog(HistoryForm form, RotationNaming naming, bool isLinked, TimeProvider time)
    {
        (this.time, this.naming, IsLinked) = (time, naming, isLinked);
        stem = form.IsContainer ? "shop_web-1_0b0e3c1e/app/0.log" : "app.log";
        current = isLinked ? "real/app.log" : stem;
        Directory.CreateDirectory(PathOf("real"));
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(stem))!);
    }

    /// <summary>Where everything lies.</summary>
    public string Root => directory.Path;

    /// <summary>What leads to the log.</summary>
    public string Pattern => PathOf(IsLinked ? stem : HasVagueNames ? "app*.log" : stem + "*");

    /// <summary>Whether the log is a symbolic link to the file that is written.</summary>
    public bool IsLinked { get; }

    /// <summary>Whether there is a file that is written.</summary>
    public bool IsThere => File.Exists(PathOf(stem));

    /// <summary>Files rotated away so far.</summary>
    public int Rotations { get; private set; }

    /// <summary>How many of them are there.</summary>
    public int Rotated => rotated.Count;

    /// <summary>Whether a rotated file that nobody saw before would be taken for a log of its own.</summary>
    public bool HasVagueNames => naming == RotationNaming.Infixed;

    /// <summary>Whether all files are renamed at each rotation.</summary>
    public bool IsShifting => naming == RotationNaming.CountedDown;

    public void Append(string text)
    {
        if (IsLinked && !IsThere)
        {
            File.CreateSymbolicLink(PathOf(stem), current);
        }

        Append(current, text);
    }

    /// <summary>Writes to the file that was rotated away last.</summary>
    public void AppendLate(string text) => Append(rotated[0], text);

    /// <summary>Has the link lead to a new file.</summary>
    public void Switch()
    {
        current = string.Create(CultureInfo.InvariantCulture, $"real/app.{Rotations++}.log");
        Append(current, "");
        File.CreateSymbolicLink(PathOf("next"), current);
        File.Move(PathOf("next"), PathOf(stem), overwrite: true);
    }

    /// <summary>Gives the current file its rotated name.</summary>
    public void Rename()
    {
        for (var i = rotated.Count; IsShifting && i > 0; i--)
        {
            Shift(i - 1, i + 1);
        }

        var name = naming.NameOf(stem, Rotations++);
        File.Move(PathOf(stem), PathOf(name));
        rotated.Insert(0, name);
    }

    /// <summary>Gives the file that was rotated away last its name back.</summary>
    public void RenameBack()
    {
        File.Move(PathOf(rotated[0]), PathOf(stem));
        rotated.RemoveAt(0);
        for (var i = 0; IsShifting && i < rotated.Count; i++)
        {
            Shift(i, i + 1);
        }
    }

    public void Truncate()
    {
        File.WriteAllText(PathOf(stem), "");
        Stamp(stem);
    }

    public void CopyAndTruncate()
    {
        // A copy that is called like a log of its own would be one.
        if (!IsShifting && !HasVagueNames)
        {
            var name = naming.NameOf(stem, Rotations++);
            File.Copy(PathOf(stem), PathOf(name));
            rotated.Insert(0, name);
        }

        Truncate();
    }

    public void Delete() => File.Delete(PathOf(stem));

    /// <summary>The newest rotated file that could be compressed, the last apart; below 0 if none. Archives whose names tell no order have none.</summary>
    public int FindUncompressed() =>
        rotated.Count < 2 || IsLinked || naming == RotationNaming.Scattered ? -1 : rotated.FindIndex(1, r => !IsCompressed(r));

    /// <summary>Compresses a rotated file, as the kubelet does.</summary>
    public void Compress(int at)
    {
        var name = rotated[at];
        using (var source = File.OpenRead(PathOf(name)))
        using (var target = new GZipStream(File.Create(PathOf(name + ".tmp")), CompressionLevel.Fastest))
        {
            source.CopyTo(target);
        }

        Stamp(name + ".tmp");
        File.Move(PathOf(name + ".tmp"), PathOf(name + ".gz"));
        File.Delete(PathOf(name));
        rotated[at] = name + ".gz";
    }

    /// <summary>Whether there are enough files to delete the oldest, and it is no archive.</summary>
    public bool CanDeleteOldest => rotated.Count >= 3 && !IsCompressed(rotated[^1]);

    public void DeleteOldest()
    {
        File.Delete(PathOf(rotated[^1]));
        rotated.RemoveAt(rotated.Count - 1);
    }

    public void Dispose() => directory.Dispose();

    private static bool IsCompressed(string name) => name.EndsWith(".gz", StringComparison.Ordinal);

    private string PathOf(string name) => Path.Combine(directory.Path, name);

    private void Append(string name, string text)
    {
        File.AppendAllText(PathOf(name), text);
        Stamp(name);
    }

    private void Shift(int at, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{stem}.{number}{(IsCompressed(rotated[at]) ? ".gz" : "")}");
        File.Move(PathOf(rotated[at]), PathOf(name));
        rotated[at] = name;
    }

    /// <summary>Gives a file the time of modification that it would have, were time not the test's.</summary>
    private void Stamp(string name)
    {
        var now = time.GetUtcNow();
        stamped = stamped < now ? now : stamped.AddMilliseconds(1);
        File.SetLastWriteTimeUtc(PathOf(name), stamped.UtcDateTime);
    }
}
