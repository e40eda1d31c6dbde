using LogOperator.Pipeline.Sources.Files.Finding;

namespace LogOperator.Pipeline.Sources.Files.Streams;

/// <summary>Who follows what. Used by the follower's loop alone.</summary>
internal sealed class Subscriptions
{
    private readonly List<Subscription> current = [];

    /// <summary>The patterns of all sources.</summary>
    public IEnumerable<(FileFormat Format, PathPattern Pattern)> Patterns => current
        .SelectMany(s => s.Source.Patterns.Select(p => (s.Source.Format, Text: p)))
        .Distinct()
        .Select(p => (p.Format, PathPattern.Parse(p.Text)));

    /// <summary>Takes new pairs over: those that stay see nothing, those that go are told that their streams disappeared.</summary>
    /// <param name="next">The pairs; compared by reference.</param>
    /// <param name="streams">All streams.</param>
    public void Replace(IEnumerable<(IFileSource Source, IStreamObserver Observer)> next, IEnumerable<LogStream> streams)
    {
        var old = current.ToList();
        current.Clear();
        foreach (var (source, observer) in next)
        {
            var known = old.Find(s => s.Source == source && s.Observer == observer);
            current.Add(known ?? new Subscription(source, observer));
            if (known is not null)
            {
                old.Remove(known);
            }
        }

        foreach (var stream in streams)
        {
            foreach (var gone in stream.Followers.Intersect(old).ToList())
            {
                stream.Followers.Remove(gone);
                gone.Observer.Disappeared(gone.Source, stream);
            }
        }
    }

    /// <summary>Asks the sources whether they select a stream; those that do not any more are told that it disappeared.</summary>
    /// <returns>Those that select it from now on, who are not told yet; null if there are none.</returns>
    public List<Subscription>? Ask(LogStream stream)
    {
        List<Subscription>? appeared = null;
        foreach (var subscription in current)
        {
            var selects = subscription.Selects(stream);
            if (selects == stream.Followers.Contains(subscription))
            {
                continue;
            }

            if (selects)
            {
                (appeared ??= []).Add(subscription);
            }
            else
            {
                stream.Followers.Remove(subscription);
                subscription.Observer.Disappeared(subscription.Source, stream);
            }
        }

        return appeared;
    }
}
