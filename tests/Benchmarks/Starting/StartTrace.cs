using System.Text;
using System.Text.RegularExpressions;

namespace LogOperator.Benchmarks.Starting;

/// <summary>Reads which methods a start needed out of what the runtime wrote during it.</summary>
internal static partial class StartTrace
{
    /// <summary>
    /// The methods of an event trace, those that were compiled ahead and those that were not. It says nothing of a method's own type arguments, so that generic methods are left to
    /// <see cref="Jitted"/>.
    /// </summary>
    /// <param name="trace">A trace of events MethodLoadVerbose and R2RGetEntryPoint; both have the type, the name and the signature as texts in succession.</param>
    public static IEnumerable<MethodName> Entered(byte[] trace)
    {
        foreach (Match match in Texts().Matches(Encoding.Latin1.GetString(trace)))
        {
            var (owner, name, signature) = (Text(match, 1), Text(match, 2), Text(match, 3));
            if (signature.EndsWith(')') && !signature.Contains("generic ", StringComparison.Ordinal) && signature.IndexOf("  (", StringComparison.Ordinal) is > 0 and var at)
            {
                yield return new MethodName(owner, name, "", Count(signature[(at + 3)..^1]));
            }
        }
    }

    /// <summary>The methods that were compiled at run time, with their own type arguments; enumerations among the type arguments stand as their numbers.</summary>
    /// <param name="lines">What <c>DOTNET_JitStdOutFile</c> with <c>DOTNET_JitDisasmSummary=1</c> holds.</param>
    public static IEnumerable<MethodName> Jitted(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (Compiled().Match(line) is { Success: true } match)
            {
                yield return new MethodName(match.Groups["owner"].Value, match.Groups["name"].Value, match.Groups["arguments"].Value, Count(match.Groups["parameters"].Value));
            }
        }
    }

    private static string Text(Match match, int group) => match.Groups[group].Value.Replace("\0", "", StringComparison.Ordinal);

    private static int Count(string parameters)
    {
        var (count, depth) = (parameters.Length == 0 ? 0 : 1, 0);
        foreach (var c in parameters)
        {
            depth += c switch { '<' or '[' or '(' => 1, '>' or ']' or ')' => -1, _ => 0 };
            count += c == ',' && depth == 0 ? 1 : 0;
        }

        return count;
    }

    [GeneratedRegex(@"((?:[\x20-\x7e]\0){2,})\0\0((?:[\x20-\x7e]\0)+)\0\0((?:[\x20-\x7e]\0)+)\0\0")]
    private static partial Regex Texts();

    [GeneratedRegex(@"JIT compiled (?<owner>[^(: ]+):(?<name>[^\[(]+)(?<arguments>\[.*?\])?\((?<parameters>.*)\) \[")]
    private static partial Regex Compiled();
}
