namespace LogOperator.Pipeline.Buffering;

/// <summary>
/// The place of one checkpoint in the store. Whoever sets a checkpoint many times keeps it: finding it by its names takes longer than all the rest. Used
/// under the store's lock; <see cref="Key"/> never changes.
/// </summary>
/// <param name="key">What it belongs to.</param>
internal sealed class CheckpointSlot(CheckpointKey key)
{
    /// <summary>What it belongs to.</summary>
    public CheckpointKey Key => key;

    /// <summary>The checkpoint.</summary>
    public Checkpoint Checkpoint { get; set; }

    /// <summary>When it was in use last, in seconds since 1970.</summary>
    public long Touched { get; set; }

    /// <summary>Whether it differs from what is on the disk.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether the store has it: one that was not used for long is forgotten, until it is set again.</summary>
    public bool IsListed { get; set; }
}
