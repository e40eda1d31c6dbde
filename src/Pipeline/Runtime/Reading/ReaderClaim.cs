namespace LogOperator.Pipeline.Runtime.Reading;

/// <summary>
/// Who may touch a cursor: the reader whose turn it is, except while that waits for bytes of a file. A file system that does not answer keeps
/// the reader, perhaps for ever; the cursor can be taken away from it meanwhile, and the reader, should it come back, lets go of what it read. Not to be copied.
/// </summary>
internal struct ReaderClaim
{
    private const int Free = 0;
    private const int Working = 1;
    private const int Waiting = 2;
    private const int TakenAway = 3;
    private int state;

    /// <summary>Whether the cursor was taken away for good.</summary>
    public bool IsTakenAway => Volatile.Read(ref state) == TakenAway;

    /// <summary>Begins a turn.</summary>
    /// <returns>False if the cursor was taken away.</returns>
    public bool TryBegin() => Interlocked.CompareExchange(ref state, Working, Free) == Free;

    /// <summary>Ends the turn.</summary>
    /// <returns>False if the cursor was taken away in it.</returns>
    public bool TryEnd() => Interlocked.CompareExchange(ref state, Free, Working) == Working;

    /// <summary>The reader is about to wait for a file, and touches nothing of the cursor until <see cref="TryResume"/>.</summary>
    public void Wait() => Interlocked.CompareExchange(ref state, Waiting, Working);

    /// <summary>The file has answered.</summary>
    /// <returns>False if the cursor was taken away: the reader must not touch it any more.</returns>
    public bool TryResume() => Interlocked.CompareExchange(ref state, Working, Waiting) == Waiting;

    /// <summary>The reader has failed in its turn: nobody may go on from where the cursor stands, and nobody has to wait for it.</summary>
    public void Fail() => Volatile.Write(ref state, TakenAway);

    /// <summary>Takes the cursor away from whoever reads: it is the caller's then.</summary>
    /// <returns>False if a reader is at work with it at this moment, which will not last.</returns>
    public bool TryTakeAway() =>
        Interlocked.CompareExchange(ref state, TakenAway, Free) == Free || Interlocked.CompareExchange(ref state, TakenAway, Waiting) == Waiting;
}
