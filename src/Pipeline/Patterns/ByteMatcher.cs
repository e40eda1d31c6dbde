using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Unicode;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns;

/// <summary>
/// An engine that tries a pattern at one place after the other. That stays linear because what all tries may read is bounded; a text beyond
/// the bound, and one that the engine does not take, is left to .NET's engine.
/// </summary>
internal abstract class ByteMatcher : IByteMatcher
{
    /// <summary>Most groups: two slots each in one word.</summary>
    public const int MaximumGroups = 32;

    private const int TryCost = 8;
    private readonly IByteMatcher fallback;
    private readonly int groupCount;
    private readonly byte[] prefix;

    /// <summary>Bytes with which a match begins; null if it can be empty.</summary>
    private readonly SearchValues<byte>? first;

    /// <param name="fallback">.NET's engine with the same pattern.</param>
    /// <param name="groupCount">Number of groups.</param>
    /// <param name="prefix">Bytes with which every match begins.</param>
    /// <param name="first">Bytes with which a match can begin behind the start of the text; null if a match can be empty there.</param>
    protected ByteMatcher(IByteMatcher fallback, int groupCount, byte[] prefix, ByteSet? first)
    {
        this.fallback = fallback;
        this.groupCount = groupCount;
        this.prefix = prefix;
        this.first = first is { } bytes ? SearchValues.Create(bytes.ToArray()) : null;
        IsAnchored = first is { IsEmpty: true };
    }

    public abstract string Engine { get; }

    /// <summary>Whether a match can begin at the start of the text only.</summary>
    public bool IsAnchored { get; }

    /// <summary>Whether only texts that are UTF-8 are understood.</summary>
    protected bool NeedsUtf8 { get; init; }

    /// <summary>Whether only ASCII is understood.</summary>
    protected bool NeedsAscii { get; init; }

    public bool IsMatch(ReadOnlySpan<byte> text)
    {
        Span<GroupSpan> groups = stackalloc GroupSpan[MaximumGroups];
        return Takes(text) ? Search(text, groups[..groupCount]) ?? fallback.IsMatch(text) : fallback.IsMatch(text);
    }

    public bool TryMatch(ReadOnlySpan<byte> text, Span<GroupSpan> groups)
    {
        groups = groups[..groupCount];
        return Takes(text) ? Search(text, groups) ?? fallback.TryMatch(text, groups) : fallback.TryMatch(text, groups);
    }

    /// <summary>Whether the engine judges a text itself.</summary>
    public bool Takes(ReadOnlySpan<byte> text) => Takes(text.Length) && (NeedsAscii ? Ascii.IsValid(text) : !NeedsUtf8 || Utf8.IsValid(text));

    /// <summary>Whether texts of a length are taken.</summary>
    protected virtual bool Takes(int length) => true;

    /// <summary>How many bytes all tries of a search may read, a few for each try included.</summary>
    /// <param name="length">Length of the text.</param>
    protected virtual long Allowance(int length) => (4L * length) + 256;

    /// <summary>Matches at one place.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the match has to begin: 0 in the first try of a search, then ascending.</param>
    /// <param name="groups">Takes the groups; holds none when called.</param>
    /// <param name="reached">How far the text was read.</param>
    protected abstract bool TryAt(ReadOnlySpan<byte> text, int start, Span<GroupSpan> groups, out int reached);

    /// <summary>Tells the groups by the positions that a match has noted for their starts and ends.</summary>
    /// <param name="groups">Takes them.</param>
    /// <param name="slots">Start and end of each group; −1 of one without a match.</param>
    protected static void Tell(Span<GroupSpan> groups, ReadOnlySpan<int> slots)
    {
        for (var g = 0; g < groups.Length; g++)
        {
            var (from, to) = (slots[g * 2], slots[(g * 2) + 1]);
            groups[g] = from < 0 ? GroupSpan.None : new GroupSpan(from, to - from);
        }
    }

    /// <summary>Whether a byte is a word character to <c>\b</c>.</summary>
    protected static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value == '_';

    /// <summary>The answer; null if it would take too long.</summary>
    private bool? Search(ReadOnlySpan<byte> text, Span<GroupSpan> groups)
    {
        Forget(groups);
        if (TryAt(text, 0, groups, out _))
        {
            return true;
        }

        if (IsAnchored)
        {
            return false;
        }

        var allowance = Allowance(text.Length);
        for (var start = Next(text, 1); start >= 0; start = Next(text, start + 1))
        {
            Forget(groups);
            if (TryAt(text, start, groups, out var reached))
            {
                return true;
            }

            Debug.Assert(reached >= start, "A try begins where it is told.");
            allowance -= reached - start + TryCost;
            if (allowance < 0)
            {
                return null;
            }
        }

        return false;
    }

    private static void Forget(Span<GroupSpan> groups)
    {
        // Not filled: for this type that is not compiled ahead, and there are few.
        foreach (ref var group in groups)
        {
            group = new GroupSpan(-1, 0);
        }
    }

    /// <summary>The next place where a match can begin; −1 if there is none.</summary>
    private int Next(ReadOnlySpan<byte> text, int from)
    {
        if (from >= text.Length)
        {
            return first is null && from == text.Length ? from : -1;
        }

        if (first is null)
        {
            return from;
        }

        var rest = text[from..];
        var next = prefix.Length > 1 ? rest.IndexOf(prefix) : rest.IndexOfAny(first);
        return next < 0 ? -1 : from + next;
    }
}
