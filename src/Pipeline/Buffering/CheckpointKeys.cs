using System.Diagnostics.CodeAnalysis;

namespace LogOperator.Pipeline.Buffering;

/// <summary>Tells places of checkpoints by their keys, so that a set of them is found by key and need not have each key twice.</summary>
internal sealed class CheckpointKeys : IEqualityComparer<CheckpointSlot>, IAlternateEqualityComparer<CheckpointKey, CheckpointSlot>
{
    /// <inheritdoc/>
    public bool Equals(CheckpointSlot? x, CheckpointSlot? y) => x?.Key == y?.Key;

    /// <inheritdoc/>
    public bool Equals(CheckpointKey alternate, CheckpointSlot other) => alternate == other.Key;

    /// <inheritdoc/>
    public int GetHashCode([DisallowNull] CheckpointSlot obj) => obj.Key.GetHashCode();

    /// <inheritdoc/>
    public int GetHashCode(CheckpointKey alternate) => alternate.GetHashCode();

    /// <inheritdoc/>
    public CheckpointSlot Create(CheckpointKey alternate) => new(alternate);
}
