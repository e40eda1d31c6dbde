using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace LogOperator.Cli.Manifests;

/// <summary>YAML events from a parser or from a recorded node.</summary>
internal sealed class EventSource
{
    private readonly Parser? parser;
    private readonly List<ParsingEvent>? recorded;
    private int index;

    /// <summary>Reads from a parser, beginning with its current event.</summary>
    public EventSource(Parser parser) => this.parser = parser;

    /// <summary>Reads recorded events, beginning with the first.</summary>
    public EventSource(List<ParsingEvent> recorded) => this.recorded = recorded;

    /// <summary>The current event.</summary>
    public ParsingEvent Current => parser is not null ? parser.Current! : recorded![index];

    /// <summary>Goes on to the next event; recorded ones may come to their end.</summary>
    public void MoveNext()
    {
        if (parser is not null)
        {
            Advance(parser);
        }
        else
        {
            index++;
        }
    }

    /// <summary>Takes a parser to its next event; false at the end.</summary>
    /// <exception cref="YamlException">The text is not YAML.</exception>
    public static bool Advance(Parser parser)
    {
        try
        {
            return parser.MoveNext();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException)
        {
            // The parser's way of saying that it lost track, for instance in a list that is not closed.
            var (start, end) = parser.Current is { } last ? (last.Start, last.End) : (Mark.Empty, Mark.Empty);
            throw new YamlException(start, end, "what follows here is not YAML; is a bracket or a quote not closed?", e);
        }
    }

    /// <summary>Takes all events of the current node.</summary>
    public List<ParsingEvent> Take()
    {
        var events = new List<ParsingEvent>();
        var depth = 0;
        do
        {
            depth += Current.NestingIncrease;
            events.Add(Current);
            MoveNext();
        }
        while (depth > 0);
        return events;
    }
}
