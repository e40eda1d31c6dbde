using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LogOperator.Crds.Schema;

/// <summary>Reads the XML documentation beside the assemblies.</summary>
internal static partial class DocComments
{
    /// <summary>Longest description, in characters.</summary>
    public const int MaximumLength = 160;

    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> Files = new();

    /// <summary>First sentence of a type's summary, and the one that tells the default if both fit; null if it has none.</summary>
    public static string? Of(Type type) => Sentence(type.Assembly, $"T:{Name(type)}");

    /// <summary>The same of a property's summary, or of the one that it inherits from an interface; null if there is none.</summary>
    public static string? Of(PropertyInfo property)
    {
        var own = Sentence(property.DeclaringType!.Assembly, $"P:{Name(property.DeclaringType)}.{property.Name}");
        return own ?? property.DeclaringType.GetInterfaces()
            .Select(i => i.IsGenericType ? i.GetGenericTypeDefinition() : i)
            .Select(i => Sentence(i.Assembly, $"P:{Name(i)}.{property.Name}"))
            .FirstOrDefault(s => s is not null);
    }

    private static string Name(Type type) => type.FullName!.Replace('+', '.');

    private static string? Sentence(Assembly assembly, string member)
    {
        if (!Files.GetOrAdd(assembly, Load).TryGetValue(member, out var summary))
        {
            return null;
        }

        var text = Spaces().Replace(Text(summary), " ").Trim();
        var sentences = SentenceEnd().Split(text).Select(s => s.Trim().TrimEnd('.')).ToList();

        // What is the default is worth the place, where there is place.
        return sentences.Skip(1).FirstOrDefault(s => s.StartsWith("Default", StringComparison.Ordinal)) is { } standard
            && sentences[0].Length + standard.Length + 2 <= MaximumLength
            ? $"{sentences[0]}. {standard}"
            : sentences[0];
    }

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" or "paramref" } see => Reference(see),
        XElement inner => Text(inner),
        _ => "",
    }));

    private static string Reference(XElement see)
    {
        var target = see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? see.Attribute("name")?.Value ?? "";
        var name = target[(target.LastIndexOf('.') + 1)..];
        return target.StartsWith("P:", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }

    private static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        return !File.Exists(path) ? [] : XDocument.Load(path).Descendants("member")
            .Where(m => m.Element("summary") is not null)
            .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")!);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    // A sentence ends with a full stop before a capital letter; "e.g. a" and "0.5" do not.
    [GeneratedRegex(@"\.(?= [A-Z])")]
    private static partial Regex SentenceEnd();
}
