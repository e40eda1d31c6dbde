using System.Runtime.CompilerServices;

namespace LogOperator.Pipeline.Configuration;

/// <summary>
/// A record of which exactly one member of a family must be given. The members stand directly in it, beside its other fields; each joins
/// from its own folder through a partial declaration whose <c>init</c> calls <see cref="Choose{T}"/>.
/// </summary>
/// <typeparam name="TMember">What the members have in common.</typeparam>
public abstract record Union<TMember>
    where TMember : class, ISpec
{
    private string[] names = [];

    /// <summary>The member that was given last; null if none was.</summary>
    internal TMember? Chosen { get; private set; }

    /// <summary>Names of the members that were given, as written in JSON. Exactly one is right.</summary>
    internal IReadOnlyList<string> ChosenNames => names;

    /// <summary>Notes that a member was given; called from its <c>init</c>.</summary>
    protected T? Choose<T>(T? value, [CallerMemberName] string name = "")
        where T : class, TMember
    {
        var key = char.ToLowerInvariant(name[0]) + name[1..];
        names = [.. names.Where(n => n != key)];
        if (value is not null)
        {
            names = [.. names, key];
            Chosen = value;
        }

        return value;
    }

    /// <summary>Two unions are equal where their members are.</summary>
    public virtual bool Equals(Union<TMember>? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();
}
