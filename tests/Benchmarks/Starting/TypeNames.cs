using System.Reflection;
using System.Reflection.Emit;

namespace LogOperator.Benchmarks.Starting;

/// <summary>Finds types by the names that the runtime gives them.</summary>
internal sealed class TypeNames
{
    private static readonly Dictionary<string, Type> Keywords = new()
    {
        ["bool"] = typeof(bool), ["char"] = typeof(char), ["sbyte"] = typeof(sbyte), ["byte"] = typeof(byte), ["short"] = typeof(short), ["ushort"] = typeof(ushort),
        ["int"] = typeof(int), ["uint"] = typeof(uint), ["long"] = typeof(long), ["ulong"] = typeof(ulong), ["float"] = typeof(float), ["double"] = typeof(double),
        ["nint"] = typeof(nint), ["nuint"] = typeof(nuint),
    };

    private readonly Dictionary<string, Type> types = [];

    /// <summary>Looks at every assembly of a program; those of .NET are this process's own.</summary>
    public TypeNames(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory, "*.dll").Order(StringComparer.Ordinal))
        {
            foreach (var type in Types(file))
            {
                types.TryAdd(type.FullName!, type);
            }
        }

        types["System.__Canon"] = Canon();
    }

    /// <summary>The type of that name.</summary>
    /// <exception cref="ArgumentException">There is none, or its arguments do not fit.</exception>
    public Type Find(string name)
    {
        var at = 0;
        return Read(name, ref at);
    }

    /// <summary>The types that are listed in brackets.</summary>
    public Type[] FindAll(string list)
    {
        var at = 0;
        return list.Length == 0 ? [] : Arguments(list, ref at);
    }

    private static IEnumerable<Type> Types(string file)
    {
        try
        {
            var own = Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, Path.GetFileName(file));
            return (File.Exists(own) ? Assembly.Load(Path.GetFileNameWithoutExtension(file)) : Assembly.LoadFrom(file)).GetTypes();
        }
        catch (ReflectionTypeLoadException e)
        {
            return e.Types.OfType<Type>();
        }
        catch (Exception e) when (e is BadImageFormatException or FileNotFoundException or FileLoadException)
        {
            return [];
        }
    }

    // What the ahead-of-time compiler expects in place of the runtime's own type, which stands for every reference type.
    private static Type Canon()
    {
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("System.Private.Canon"), typeof(object).Assembly);
        assembly.DefineDynamicModule("System.Private.Canon").DefineType("System.__Canon", TypeAttributes.Public).CreateType();
        using var image = new MemoryStream();
        assembly.Save(image);
        return Assembly.Load(image.ToArray()).GetType("System.__Canon")!;
    }

    private Type Read(string text, ref int at)
    {
        var end = text.AsSpan(at).IndexOfAny("[],");
        var name = end < 0 ? text[at..] : text.Substring(at, end);
        at += name.Length;
        var type = Keywords.GetValueOrDefault(name) ?? types.GetValueOrDefault(name) ?? throw new ArgumentException($"expected the name of a type, found {name}");
        while (at < text.Length && text[at] == '[')
        {
            if (text[at + 1] == ']')
            {
                type = type.MakeArrayType();
                at += 2;
            }
            else
            {
                type = type.MakeGenericType(Arguments(text, ref at));
            }
        }

        return type;
    }

    private Type[] Arguments(string text, ref int at)
    {
        var found = new List<Type>();
        do
        {
            at++;
            found.Add(Read(text, ref at));
        }
        while (text[at] == ',');

        at++;
        return [.. found];
    }
}
