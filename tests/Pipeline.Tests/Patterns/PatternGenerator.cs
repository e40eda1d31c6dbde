using System.Text;

namespace LogOperator.Pipeline.Tests.Patterns;

/// <summary>Makes patterns and texts that they match, or nearly.</summary>
internal sealed class PatternGenerator(Random random)
{
    private static readonly (string Text, string[] Samples)[] Atoms =
    [
        ("a", ["a"]), ("b", ["b"]), ("c", ["c"]), ("1", ["1"]), (" ", [" "]), ("-", ["-"]), ("\u00e9", ["\u00e9"]), ("\u65e5", ["\u65e5"]), (@"\n", ["\n"]),
        (@"\d", ["0", "7"]), (@"\w", ["a", "Z", "_", "5"]), (@"\s", [" ", "\t", "\n"]), (@"\S", ["x", "\u00e9", "\U0001F600", "-"]), (@"\D", ["b", "\u65e5"]),
        (@"\W", ["-", "\u00e9", " "]), (".", ["a", "\"", "\u00e9", "\U0001F600"]), ("[^ab]", ["c", "\u00e9", " "]), ("[a-c]", ["a", "b", "c"]), ("[^\"]", ["a", "\u65e5", " "]),
        (@"\p{L}", ["a", "\u00e9", "\u65e5"]), ("(?i:k)", ["k", "K", "\u212a"]), ("[\u00e9-\u65e5]", ["\u00e9", "\u0416", "\u65e5"]), ("[^\u00e9]", ["a", "\u00e8", "\U0001F600"]),
        (@"\x{FFFD}", ["\ufffd"]), (@"[\s\S]", ["a", "\n", "\u00e9"]), ("(?s:.)", ["\n", "b"]), (@"\P{L}", ["1", "\U0001F600"]),
    ];

    private static readonly string[] Places = ["^", "$", @"\b", @"\B", "(?m:^)", "(?m:$)", @"\A", @"\z"];
    private static readonly string[] Repeats = ["*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,3}?", "{2,}"];
    private int groups;

    /// <summary>Any pattern of the syntax.</summary>
    public GeneratedPattern Any()
    {
        groups = 0;
        var body = Choice(3);
        return random.Next(3) switch
        {
            0 => new("^" + body.Text + (random.Next(2) == 0 ? "$" : ""), body.Sample),
            1 => new("^(?:" + body.Text + ")" + (random.Next(2) == 0 ? "$" : ""), body.Sample),
            _ => body,
        };
    }

    /// <summary>A pattern for lines made of fields with delimiters between them.</summary>
    public GeneratedPattern Fields()
    {
        groups = 0;
        (string Delimiter, string[] Classes)[] kinds =
        [
            (" ", [@"\S", "[^ ]", @"\d", @"\w"]), ("-", ["[^-]", @"\d", "[a-c]", "."]), ("\"", ["[^\"]", @"\S"]), ("]", [@"[^\]]", @"\w"]),
            (", ", ["[^ ,]", @"\S"]), ("\u00e9", [@"\d", "[^\u00e9]", "."]), (" = ", [@"\w", @"\S"]),
        ];
        var text = new StringBuilder(random.Next(2) == 0 ? "^" : "");
        var samples = new List<Func<string>>();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var (delimiter, classes) = kinds[random.Next(kinds.Length)];
            var set = classes[random.Next(classes.Length)];
            var field = set + new[] { "+", "+", "*", "*", "{2}", "{1,3}", "+?" }[random.Next(7)];
            var fill = Atoms.FirstOrDefault(a => a.Text == set).Samples ?? ["a", "bc", "\u00e9", "1"];
            var options = random.Next(4);
            field = options switch { 0 => $"(?:{field}|-)", 1 => $"(?:x{field})?", _ => field };
            text.Append(random.Next(3) > 0 ? $"(?<g{groups++}>{field})" : field);
            delimiter = i > 1 || random.Next(2) == 0 ? delimiter : "";
            text.Append(delimiter == "]" ? @"\]" : delimiter);
            var x = options == 1 && random.Next(2) == 0 ? "x" : "";
            samples.Add(() => x + string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => fill[random.Next(fill.Length)])) + delimiter);
        }

        text.Append(random.Next(2) == 0 ? "$" : "");
        return new(text.ToString(), () => string.Concat(samples.Select(s => s())));
    }

    /// <summary>Bytes that the pattern may match: a sample, often changed, now and then no UTF-8.</summary>
    public byte[] Text(GeneratedPattern pattern)
    {
        var sample = random.Next(3) == 0 ? "c 1\u00e9" + pattern.Sample() : pattern.Sample();
        var bytes = Encoding.UTF8.GetBytes(sample.Length > 40 ? sample[..40] : sample).ToList();
        for (var changes = random.Next(3) == 0 ? 0 : random.Next(3); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < bytes.Count:
                    bytes.RemoveAt(at);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Atoms[random.Next(Atoms.Length)].Samples[0]));
                    break;
                default:
                    bytes.Insert(at, (byte)" -ab1\n\"\xC3"[random.Next(8)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private GeneratedPattern Choice(int depth)
    {
        var alternatives = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(2, 4) : 1).Select(_ => Sequence(depth)).ToList();
        return new(string.Join('|', alternatives.Select(a => a.Text)), () => alternatives[random.Next(alternatives.Count)].Sample());
    }

    private GeneratedPattern Sequence(int depth)
    {
        var parts = Enumerable.Range(0, random.Next(5)).Select(_ => Part(depth)).ToList();
        return new(string.Concat(parts.Select(p => p.Text)), () => string.Concat(parts.Select(p => p.Sample())));
    }

    private GeneratedPattern Part(int depth)
    {
        if (random.Next(12) == 0)
        {
            return new(Places[random.Next(Places.Length)], () => "");
        }

        GeneratedPattern inner;
        if (depth > 0 && random.Next(3) == 0)
        {
            var name = random.Next(3) > 0 ? $"<g{groups++}>" : ":";
            var body = Choice(depth - 1);
            inner = new($"(?{name}{body.Text})", body.Sample);
        }
        else
        {
            var (text, samples) = Atoms[random.Next(Atoms.Length)];
            inner = new(text, () => samples[random.Next(samples.Length)]);
        }

        if (random.Next(3) != 0)
        {
            return inner;
        }

        var repeat = Repeats[random.Next(Repeats.Length)];
        return new(inner.Text + repeat, () => string.Concat(Enumerable.Range(0, repeat[0] == '{' ? 2 : random.Next(4)).Select(_ => inner.Sample())));
    }
}
