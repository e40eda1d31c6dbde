using LogOperator.Pipeline.Configuration;
using LogOperator.Pipeline.Expressions;
using LogOperator.Pipeline.Records;

namespace LogOperator.Pipeline.Runtime.Routing;

/// <summary>Decides which branches take a record: the first route that holds, and those behind it while routes say to continue.</summary>
internal sealed class Router
{
    private readonly (Predicate? When, ulong Branches, bool Continue)[] routes;

    /// <summary>Compiles the routes.</summary>
    /// <param name="routes">The pipeline's routes.</param>
    /// <param name="stores">Keys of the pipeline's stores; their places are the branches' bits.</param>
    /// <exception cref="ArgumentException">An expression is wrong.</exception>
    public Router(IReadOnlyList<RouteConfig> routes, IReadOnlyList<string> stores)
    {
        this.routes = [.. routes.Select((route, i) => (Compile(route, i), BitsOf(route, stores), route.Continue))];
    }

    /// <summary>The branches that take every record; null where that depends on the record.</summary>
    public ulong? TakesAll
    {
        get
        {
            var taken = 0UL;
            foreach (var (when, branches, goOn) in routes)
            {
                if (when is not null)
                {
                    return null;
                }

                taken |= branches;
                if (!goOn)
                {
                    break;
                }
            }

            return taken == 0 ? null : taken;
        }
    }

    /// <summary>The branches that take a record; 0 if none does.</summary>
    public ulong Route(Record record)
    {
        var taken = 0UL;
        foreach (var (when, branches, goOn) in routes)
        {
            if (when is null || when.Matches(record))
            {
                taken |= branches;
                if (!goOn)
                {
                    break;
                }
            }
        }

        return taken;
    }

    private static Predicate? Compile(RouteConfig route, int index)
    {
        if (route.When is null)
        {
            return null;
        }

        return Expression.TryCompile(route.When, out var predicate, out var error)
            ? predicate
            : throw new ArgumentException($"routes[{index}].when: {error}");
    }

    private static ulong BitsOf(RouteConfig route, IReadOnlyList<string> stores)
    {
        var bits = 0UL;
        foreach (var store in route.Stores)
        {
            var index = stores.ToList().IndexOf(store);
            bits |= index >= 0 ? 1UL << index : throw new ArgumentException($"route {route.Name}: unknown store {store}");
        }

        return bits;
    }
}
