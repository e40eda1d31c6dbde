using System.Reflection;
using System.Reflection.Emit;

namespace LogOperator.Benchmarks.Starting;

/// <summary>Writes the methods that a start needs in the form that the ahead-of-time compiler reads (docs/adr/0007-publish-mode.md).</summary>
internal static class StartProfile
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    /// <summary>Writes the profile of a program.</summary>
    /// <param name="assemblies">Where its assemblies lie, untrimmed.</param>
    /// <param name="trace">The events of a start.</param>
    /// <param name="jitted">The list of what was compiled at run time.</param>
    /// <param name="output">The file to write.</param>
    /// <returns>How many methods it has, and how many the start needed that could not be found.</returns>
    public static (int Written, int Missing) Write(string assemblies, string trace, string jitted, string output)
    {
        var types = new TypeNames(assemblies);
        var methods = new HashSet<MethodBase>();
        var missing = 0;
        foreach (var name in StartTrace.Jitted(File.ReadLines(jitted)).Concat(StartTrace.Entered(File.ReadAllBytes(trace))).Distinct())
        {
            try
            {
                methods.UnionWith(Find(types, name));
            }
            catch (Exception e) when (e is ArgumentException or TypeLoadException)
            {
                missing++;
            }
        }

        return (Save([.. methods.OrderBy(Key, StringComparer.Ordinal)], output), missing);
    }

    private static IEnumerable<MethodBase> Find(TypeNames types, MethodName name)
    {
        var arguments = types.FindAll(name.TypeArguments);
        return [.. types.Find(name.Owner).GetMembers(All).OfType<MethodBase>()
            .Where(m => m.Name == name.Name && m.GetParameters().Length == name.Parameters && Arity(m) == arguments.Length)
            .Select(m => arguments.Length == 0 ? m : ((MethodInfo)m).MakeGenericMethod(arguments))];
    }

    private static int Arity(MethodBase method) => method.IsGenericMethodDefinition ? method.GetGenericArguments().Length : 0;

    // The order in which threads came to methods differs from start to start; that of the file does not.
    private static string Key(MethodBase method) => $"{method.DeclaringType} {method}";

    // One method whose body names all the others, and one that lists such methods by the assemblies that they concern.
    private static int Save(IReadOnlyList<MethodBase> methods, string output)
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("start"), typeof(object).Assembly);
        var module = assembly.DefineDynamicModule("start");
        var group = module.DefineGlobalMethod("Assemblies_start", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
        var written = methods.Count(method => TryName(module, group.GetILGenerator(), method));
        group.GetILGenerator().Emit(OpCodes.Ret);

        var dictionary = module.DefineGlobalMethod("AssemblyDictionary", MethodAttributes.Public | MethodAttributes.Static, typeof(void), []).GetILGenerator();
        dictionary.Emit(OpCodes.Ldstr, "System.Private.CoreLib;");
        dictionary.Emit(OpCodes.Ldtoken, group);
        dictionary.Emit(OpCodes.Pop);
        dictionary.Emit(OpCodes.Ret);
        module.CreateGlobalFunctions();
        assembly.Save(output);
        return written;
    }

    private static bool TryName(ModuleBuilder module, ILGenerator body, MethodBase method)
    {
        try
        {
            // Asked for first, since a body that was begun cannot be taken back.
            if (method is MethodInfo info)
            {
                _ = module.GetMethodMetadataToken(info);
                body.Emit(OpCodes.Ldtoken, info);
            }
            else
            {
                body.Emit(OpCodes.Ldtoken, module.GetMethodMetadataToken((ConstructorInfo)method));
            }
        }
        catch (TypeLoadException)
        {
            return false;
        }

        body.Emit(OpCodes.Pop);
        return true;
    }
}
