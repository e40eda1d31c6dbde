namespace LogOperator.TestKit;

/// <summary>A fresh directory that is deleted, with all that is in it, when the test ends.</summary>
public sealed class TempDirectory : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("log-operator-");

    /// <summary>Absolute path of the directory.</summary>
    public string Path => directory.FullName;

    /// <summary>Absolute path of a file in it; directories on the way are made, the file is not.</summary>
    public string File(params string[] parts)
    {
        var path = System.IO.Path.Combine([Path, .. parts]);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }

    public void Dispose()
    {
        try
        {
            directory.Delete(recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test deleted it itself.
        }
    }
}
