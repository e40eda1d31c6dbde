using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Validation;

/// <summary>
/// Each folder below Cases holds manifests and, in <c>expected.txt</c>, the exit code and what <c>validate</c> prints. <c>UPDATE_GOLDEN=1</c>
/// rewrites them. A file <c>arguments</c> holds further arguments.
/// </summary>
public sealed class ValidateCaseTests
{
    private static readonly string Folder = RepositoryRoot.File("tests", "Cli.Tests", "Validation", "Cases");

    public static TheoryData<string> Cases { get; } = [.. Directory.GetDirectories(Folder).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Manifests_are_judged_as_expected(string name)
    {
        var folder = Path.Combine(Folder, name);
        var more = Path.Combine(folder, "arguments");
        string[] args = ["validate", "-f", folder, .. File.Exists(more) ? (await File.ReadAllTextAsync(more)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) : []];

        var run = await LogctlRun.InvokeAsync(args);

        var actual = $"exit code {run.Code}\n{(run.Output + run.Error).Replace(folder + Path.DirectorySeparatorChar, "")}";
        var expected = Path.Combine(folder, "expected.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(expected, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(expected), actual);
    }
}
