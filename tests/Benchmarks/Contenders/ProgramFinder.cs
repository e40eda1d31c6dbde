namespace LogOperator.Benchmarks.Contenders;

/// <summary>Finds a program that may be on this machine: by a variable that names it, else on PATH.</summary>
internal static class ProgramFinder
{
    /// <summary>The program's path; null if it is not there.</summary>
    /// <param name="variable">The variable that names it.</param>
    /// <param name="name">Its name on PATH.</param>
    /// <param name="environment">Looks a variable up.</param>
    /// <exception cref="InvalidOperationException">The variable names something that is not there.</exception>
    public static string? Find(string variable, string name, Func<string, string?> environment)
    {
        if (environment(variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named) : throw new InvalidOperationException($"{variable}: expected the path of a program, found \"{named}\"");
        }

        return (environment("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
    }
}
