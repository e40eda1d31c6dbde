using System.Text;
using LogOperator.Pipeline.Patterns.Tree;

namespace LogOperator.Pipeline.Patterns;

/// <summary>The bytes with which every match of a pattern begins.</summary>
internal static class LiteralPrefix
{
    public static byte[] Of(PatternTree tree)
    {
        var prefix = new StringBuilder();
        Add(tree, prefix);
        return Encoding.UTF8.GetBytes(prefix.ToString());
    }

    /// <summary>Whether all of the tree is in the prefix, so that what follows it may be too.</summary>
    private static bool Add(PatternTree tree, StringBuilder prefix)
    {
        switch (tree)
        {
            // U+FFFD also stands for bytes that are no character.
            case PatternTree.Set { Characters.Single: { } c } when c != '\uFFFD' && !char.IsSurrogate(c):
                prefix.Append(c);
                return true;
            case PatternTree.Sequence sequence:
                return sequence.Parts.All(part => Add(part, prefix));
            case PatternTree.Group group:
                return Add(group.Body, prefix);
            case PatternTree.Repeat { Minimum: > 0 } repeat:
                return Add(repeat.Body, prefix) && (repeat.Minimum, repeat.Maximum) == (1, 1);
            default:
                return false;
        }
    }
}
