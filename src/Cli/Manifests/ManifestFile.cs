using System.Text;
using System.Text.Json;
using YamlDotNet.Core;

namespace LogOperator.Cli.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Documents">Its objects, in order; those of a <c>List</c> one by one.</param>
/// <param name="Problems">What could not be read. The objects before it are there all the same.</param>
public sealed record ManifestFile(IReadOnlyList<ManifestDocument> Documents, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>Reads YAML (1.2, core schema; several documents) or JSON.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="content">Its content in UTF-8.</param>
    public static ManifestFile Read(string file, ReadOnlySpan<byte> content)
    {
        var documents = new List<ManifestDocument>();
        var problems = new List<ManifestProblem>();
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
            foreach (var (json, positions) in YamlToJson.Convert(new StringReader(text.TrimStart('\uFEFF'))))
            {
                using var document = JsonDocument.Parse(json);
                documents.AddRange(new ManifestDocument(file, document.RootElement.Clone(), positions).Flatten());
            }
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new ManifestProblem(file, new TextPosition(1, 1), "must be UTF-8 text"));
        }
        catch (YamlException e)
        {
            problems.Add(new ManifestProblem(file, new TextPosition((int)e.Start.Line, (int)e.Start.Column), e.InnerException?.Message ?? e.Message));
        }

        return new ManifestFile(documents, problems);
    }
}
