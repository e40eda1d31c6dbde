using System.Reflection;
using System.Text.Json.Nodes;
using LogOperator.Crds.V1Alpha1;

namespace LogOperator.Crds.Schema;

/// <summary>
/// Makes the CustomResourceDefinitions out of the types: members and descriptions from the records and their doc comments, bounds from their
/// validation rules. Works by reflection and with the XML documentation beside the assemblies, so it runs at build and test time only.
/// </summary>
public static class CrdGenerator
{
    /// <summary>Makes every definition, ordered by name.</summary>
    public static IReadOnlyList<JsonObject> Generate() =>
        [.. typeof(CrdGenerator).Assembly.GetExportedTypes()
            .Where(t => t.GetCustomAttribute<CustomResourceAttribute>() is not null)
            .Select(Generate)
            .OrderBy(crd => (string)crd["metadata"]!["name"]!, StringComparer.Ordinal)];

    private static JsonObject Generate(Type type)
    {
        dynamic resource = type.GetProperty("Resource", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        string plural = resource.Plural, kind = resource.Kind;
        bool namespaced = resource.Namespaced;
        var names = new JsonObject
        {
            ["categories"] = new JsonArray("logs"),
            ["kind"] = kind,
            ["listKind"] = kind + "List",
            ["plural"] = plural,
            ["singular"] = kind.ToLowerInvariant(),
        };
        var shortNames = type.GetCustomAttribute<CustomResourceAttribute>()!.ShortNames;
        if (shortNames.Count > 0)
        {
            names["shortNames"] = new JsonArray([.. shortNames.Select(n => (JsonNode)n)]);
        }

        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{plural}.{ApiGroup.Name}",
                ["labels"] = new JsonObject { ["app.kubernetes.io/part-of"] = "log-operator" },
            },
            ["spec"] = new JsonObject
            {
                ["group"] = ApiGroup.Name,
                ["names"] = names,
                ["scope"] = namespaced ? "Namespaced" : "Cluster",
                ["versions"] = new JsonArray(new JsonObject
                {
                    ["name"] = ApiGroup.Version,
                    ["served"] = true,
                    ["storage"] = true,
                    ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
                    ["additionalPrinterColumns"] = Columns(type),
                    ["schema"] = new JsonObject { ["openAPIV3Schema"] = Root(type, namespaced) },
                }),
            },
        };
    }

    private static JsonArray Columns(Type type)
    {
        var columns = new JsonArray();
        foreach (var column in type.GetCustomAttributes<PrinterColumnAttribute>())
        {
            columns.Add((JsonNode)new JsonObject { ["name"] = column.Name, ["type"] = column.Type, ["jsonPath"] = column.Path });
        }

        columns.Add((JsonNode)new JsonObject { ["name"] = "AGE", ["type"] = "date", ["jsonPath"] = ".metadata.creationTimestamp" });
        return columns;
    }

    private static JsonObject Root(Type type, bool namespaced)
    {
        var builder = new SchemaBuilder(namespaced);
        var spec = type.GetProperty("Spec")!;
        var status = builder.Build(type.GetProperty("Status")!.PropertyType, null);

        // kstatus calls an object in progress as long as this is not its generation; without it, one that nobody looked at would count as done.
        status["default"] = new JsonObject { ["observedGeneration"] = -1 };
        return new JsonObject
        {
            ["description"] = DocComments.Of(type),
            ["type"] = "object",
            ["required"] = new JsonArray("spec"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string" },
                ["kind"] = new JsonObject { ["type"] = "string" },
                ["metadata"] = new JsonObject { ["type"] = "object" },
                ["spec"] = Described(builder.Build(spec.PropertyType, SpecRules.Of(spec.PropertyType)), DocComments.Of(spec.PropertyType)),
                ["status"] = Described(status, DocComments.Of(type.GetProperty("Status")!.PropertyType)),
            },
        };
    }

    private static JsonObject Described(JsonObject schema, string? description)
    {
        schema.Insert(0, "description", description);
        return schema;
    }
}
