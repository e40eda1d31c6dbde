namespace LogOperator.TestKit.Parts;

/// <summary>The real servers and tools that tests run against. <c>hack/part</c> finds them; docs/test-cluster.md says where.</summary>
public static class Part
{
    private static readonly Dictionary<string, Task<Availability<string>>> Found = [];

    /// <summary>The directory of a part, or why it is not there. Never skips and never fails a test.</summary>
    public static Task<Availability<string>> FindAsync(string name)
    {
        lock (Found)
        {
            if (!Found.TryGetValue(name, out var found))
            {
                Found[name] = found = SearchAsync(name);
            }

            return found;
        }
    }

    /// <summary>The directory of a part. Where it is missing the test is skipped, and fails in CI (<c>CI=true</c>). Call it in a test, not in a fixture.</summary>
    public static async Task<string> RequireAsync(string name) => (await FindAsync(name)).Require();

    private static async Task<Availability<string>> SearchAsync(string name)
    {
        var result = await Command.RunAsync(RepositoryRoot.File("hack", "part"), [name]);
        return result.ExitCode == 0
            ? new Availability<string>(result.Output.Trim(), Missing: null)
            : new Availability<string>(null, result.Complaint);
    }
}
