using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Rendering;

/// <summary>Writes JSON as YAML.</summary>
internal static class YamlWriter
{
    /// <summary>Writes one document.</summary>
    public static void Write(JsonElement root, TextWriter writer)
    {
        var emitter = new Emitter(writer, new EmitterSettings().WithBestWidth(int.MaxValue));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(root, emitter);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Write(JsonElement value, Emitter emitter)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, value.EnumerateObject().Any() ? MappingStyle.Block : MappingStyle.Flow));
                foreach (var member in value.EnumerateObject())
                {
                    Text(member.Name, emitter);
                    Write(member.Value, emitter);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonValueKind.Array:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, value.GetArrayLength() > 0 ? SequenceStyle.Block : SequenceStyle.Flow));
                foreach (var element in value.EnumerateArray())
                {
                    Write(element, emitter);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                Text(value.GetString()!, emitter);
                break;
            default:
                emitter.Emit(new Scalar(null, null, value.GetRawText(), ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));
                break;
        }
    }

    // Quoted unless it is plainly a word, so that no reader takes it for a number, a truth value or nothing.
    private static void Text(string text, Emitter emitter)
    {
        var plain = text.Length > 0 && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/')
            && text.ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "on" or "off" or "null" or "y" or "n");
        emitter.Emit(new Scalar(null, null, text, plain ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, plain, !plain));
    }
}
