using System.Text.RegularExpressions;
using LogOperator.TestKit;

namespace LogOperator.Repository.Tests;

/// <summary>Every sample and every YAML block in the documents is judged by the operator's own compiler.</summary>
public partial class ExampleTests
{
    private const string Ours = "apiVersion: logoperator.io/";

    public static TheoryData<string> Samples => [.. Directory.GetDirectories(RepositoryRoot.File("config", "samples")).Select(d => Path.GetFileName(d))];

    public static TheoryData<string, int> Blocks => [.. RepositoryFiles.Of("*.md").SelectMany(document => BlocksOf(document).Select(b => (document, b.Line)))];

    [Theory]
    [MemberData(nameof(Samples))]
    public void A_sample_compiles(string sample) => Assert.Empty(Manifests.ErrorsIn(RepositoryRoot.File("config", "samples", sample)));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_in_a_document_compiles(string document, int line)
    {
        var yaml = BlocksOf(document).Single(b => b.Line == line).Yaml;
        // What stands in the README is complete; elsewhere a block shows one thing, and what it refers to may be left out.
        Assert.Empty(Manifests.ErrorsIn(yaml, partial: document != "README.md"));
    }

    [Fact]
    public void A_wrong_block_would_be_found()
    {
        var (_, good) = BlocksOf("README.md")[0];
        Assert.NotEmpty(Manifests.ErrorsIn(good.Replace("containerLogs", "containerLog", StringComparison.Ordinal), partial: true));
    }

    /// <summary>Blocks of whole objects, and of parts of a pipeline, which get one around them. The line is that of the block in the document.</summary>
    private static List<(int Line, string Yaml)> BlocksOf(string document)
    {
        var text = File.ReadAllText(RepositoryRoot.File(document));
        return
        [
            .. from match in Block().Matches(text)
               let yaml = match.Groups["yaml"].Value
               where yaml.Contains(Ours, StringComparison.Ordinal) || PipelinePart().IsMatch(yaml)
               select (text[..match.Index].Count(c => c == '\n') + 1, yaml.Contains(Ours, StringComparison.Ordinal) ? yaml : Pipeline(yaml)),
        ];
    }

    private static string Pipeline(string part) => string.Join(
        '\n',
        [
            $"{Ours}v1alpha1",
            "kind: LogPipeline",
            "metadata: {name: example, namespace: example}",
            "spec:",
            Source().IsMatch(part) ? "" : "  source: {containerLogs: {}}",
            part.Contains("stores:", StringComparison.Ordinal) ? "" : "  stores: [{name: example}]",
            .. part.Split('\n').Select(line => "  " + line),
        ]);

    [GeneratedRegex("^```yaml\n(?<yaml>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex("^sources?:", RegexOptions.Multiline)]
    private static partial Regex Source();

    [GeneratedRegex("^(stages|routes|source|sources|stores|delivery):", RegexOptions.ExplicitCapture)]
    private static partial Regex PipelinePart();
}
