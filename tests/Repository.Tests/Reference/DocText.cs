using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LogOperator.Repository.Tests.Reference;

/// <summary>Doc comments as Markdown, from the XML files beside the assemblies.</summary>
internal static partial class DocText
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Files = [];

    public static string Of(Type type) => Find(type, $"T:{type.FullName}");

    public static string Of(PropertyInfo property) => Find(property.DeclaringType!, $"P:{property.DeclaringType!.FullName}.{property.Name}");

    public static string Of(FieldInfo field) => Find(field.DeclaringType!, $"F:{field.DeclaringType!.FullName}.{field.Name}");

    private static string Find(Type type, string member)
    {
        if (!Files.TryGetValue(type.Assembly, out var members))
        {
            members = XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member")
                .Where(m => m.Element("summary") is not null)
                .ToDictionary(m => m.Attribute("name")!.Value, m => m.Element("summary")!);
            Files.Add(type.Assembly, members);
        }

        return members.TryGetValue(member, out var summary) ? Spaces().Replace(Markdown(summary), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal) : "";
    }

    private static string Markdown(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Name(see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? "")}`",
        XElement inner => Markdown(inner),
        _ => "",
    }));

    private static string Name(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? char.ToLowerInvariant(name[0]) + name[1..] : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
