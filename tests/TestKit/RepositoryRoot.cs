namespace LogOperator.TestKit;

/// <summary>The directory of the checkout that the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the directory that holds LogOperator.sln.</summary>
    public static string Path { get; } = Find();

    /// <summary>Absolute path of a file of the checkout.</summary>
    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(directory.FullName, "LogOperator.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException($"expected LogOperator.sln in a directory above {AppContext.BaseDirectory}, found none");
    }
}
