using System.Reflection;
using System.Runtime.CompilerServices;
using FluentValidation;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Schema;

/// <summary>Finds the rules of a spec's type: those that it names itself, or the class called after it.</summary>
internal static class SpecRules
{
    /// <summary>The rules; null if the type has none.</summary>
    public static IValidator? Of(Type type)
    {
        // The rules do not depend on what the spec holds, so an instance without anything in it will do.
        if (type.IsAssignableTo(typeof(ISpec)))
        {
            return ((ISpec)RuntimeHelpers.GetUninitializedObject(type)).Rules;
        }

        var stem = type.Name.EndsWith("Spec", StringComparison.Ordinal) ? type.Name[..^"Spec".Length] : type.Name;
        return new[] { type.Assembly, typeof(SpecRules).Assembly }.Distinct()
            .SelectMany(a => a.GetTypes())
            .Where(t => t.Name == stem + "Rules" || t.Name == type.Name + "Rules")
            .Where(t => t.IsAssignableTo(typeof(IValidator<>).MakeGenericType(type)))
            .Select(t => (IValidator)t.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!)
            .SingleOrDefault();
    }
}
