using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Processors;
using LogOperator.Pipeline.Sources;

namespace LogOperator.Pipeline.Patterns;

/// <summary>A regular expression of a spec and the engine that runs it.</summary>
/// <param name="Path">Where it stands in the spec, such as <c>stages[0].parse.regex.pattern</c>.</param>
/// <param name="Engine">Name of the engine: <c>delimiter</c>, <c>one-pass</c>, <c>bit-state</c> or <c>regex</c>, from the fastest to the slowest.</param>
public sealed record PatternUse(string Path, string Engine)
{
    /// <summary>The patterns of a source; none that is not valid.</summary>
    public static IEnumerable<PatternUse> Of(SourceSpec source) =>
        Compiled([
            ("multiline.startPattern", source.Multiline?.StartPattern),
            ("multiline.continuePattern", source.Multiline?.ContinuePattern),
            ("multiline.endPattern", source.Multiline?.EndPattern),
        ]);

    /// <summary>The patterns of stages, those of their expressions included; none that is not valid.</summary>
    public static IEnumerable<PatternUse> Of(IReadOnlyList<StageSpec> stages) => stages.SelectMany((stage, i) => OfExpression($"stages[{i}].when", stage.When)
        .Concat(Compiled([($"stages[{i}].parse.regex.pattern", stage.Parse?.Regex?.Pattern)]))
        .Concat(OfExpression($"stages[{i}].drop.if", stage.Drop?.If))
        .Concat(OfExpression($"stages[{i}].keep.if", stage.Keep?.If)));

    /// <summary>The patterns in the <c>matches()</c> of an expression, each engine once; none where it is not valid.</summary>
    public static IEnumerable<PatternUse> OfExpression(string path, string? text) =>
        text is not null && Expression.TryCompile(text, out var predicate, out _) ? predicate.Engines.Select(engine => new PatternUse(path, engine)) : [];

    /// <summary>The patterns of a pipeline with its sources; null if there are none.</summary>
    public static IReadOnlyList<PatternUse>? Of(PipelineConfig config)
    {
        PatternUse[] all =
        [
            .. config.Sources.SelectMany((source, i) => Of(source.Spec).Select(use => use with { Path = $"sources[{i}].{use.Path}" })),
            .. Of(config.Stages),
            .. config.Routes.SelectMany((route, i) => OfExpression($"routes[{i}].when", route.When)),
        ];
        return all.Length == 0 ? null : all;
    }

    private static IEnumerable<PatternUse> Compiled(IEnumerable<(string Path, string? Text)> texts)
    {
        foreach (var (path, text) in texts)
        {
            if (text is not null && Pattern.TryCompile(text, out var pattern, out _))
            {
                yield return new PatternUse(path, pattern.Matcher.Engine);
            }
        }
    }
}
