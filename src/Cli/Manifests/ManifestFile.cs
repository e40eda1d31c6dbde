using System.Text;
using System.Text.Json;
using YamlDotNet.Core;

namespace LogOperator.Cli.Manifests;

/// <summary>What a file holds.</summary>
/// <param name="Documents">Its objects, in order; those of a list one by one.</param>
/// <param name="Problems">What could not be read. The objects before it are there all the same.</param>
public sealed record ManifestFile(IReadOnlyList<ManifestDocument> Documents, IReadOnlyList<ManifestProblem> Problems)
{
    /// <summary>Reads YAML (1.2, core schema; several documents) or JSON.</summary>
    /// <param name="file">The file's name, for messages.</param>
    /// <param name="content">Its content in UTF-8; must not change afterwards.</param>
    public static ManifestFile Read(string file, ReadOnlyMemory<byte> content)
    {
        if (content.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            content = content[Encoding.UTF8.Preamble.Length..];
        }

        // JSON is YAML too, but the YAML parser costs more to start than everything else here.
        return content.Span.TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..] && ReadJson(file, content) is { } json ? json : ReadYaml(file, content.Span);
    }

    private static ManifestFile? ReadJson(string file, ReadOnlyMemory<byte> content)
    {
        var documents = new List<ManifestDocument>();
        try
        {
            var reader = new Utf8JsonReader(content.Span, new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                var length = (int)reader.BytesConsumed - start;
                DemandWholeCharacters(content.Span.Slice(start, length));

                // Not disposed, since its elements live on; it holds nothing but memory.
                var document = JsonDocument.Parse(content.Slice(start, length), new JsonDocumentOptions { AllowDuplicateProperties = false });
                documents.AddRange(new ManifestDocument(file, document.RootElement, new(() => JsonPositions.Map(content, start, length))).Flatten());
            }

            return new ManifestFile(documents, []);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // It may still be YAML's flow style; and if it is not (half of a surrogate pair, for instance), the YAML parser says where.
            return null;
        }
    }

    // Escapes can spell half of a surrogate pair, which is told apart from text only when somebody reads it.
    private static void DemandWholeCharacters(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }

    private static ManifestFile ReadYaml(string file, ReadOnlySpan<byte> content)
    {
        var documents = new List<ManifestDocument>();
        var problems = new List<ManifestProblem>();
        try
        {
            var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(content);
            if (PrintableText.FindOther(text) is { } other)
            {
                return new ManifestFile([], [new ManifestProblem(file, other.At, other.Message)]);
            }

            foreach (var (json, positions) in YamlToJson.Convert(new StringReader(text)))
            {
                using var document = JsonDocument.Parse(json);
                documents.AddRange(new ManifestDocument(file, document.RootElement.Clone(), new(positions)).Flatten());
            }
        }
        catch (DecoderFallbackException)
        {
            problems.Add(new ManifestProblem(file, new TextPosition(1, 1), "must be UTF-8 text"));
        }
        catch (YamlException e)
        {
            problems.Add(new ManifestProblem(file, new TextPosition(Math.Max(1, (int)e.Start.Line), (int)e.Start.Column), e.InnerException is YamlException inner ? inner.Message : e.Message));
        }

        return new ManifestFile(documents, problems);
    }
}
