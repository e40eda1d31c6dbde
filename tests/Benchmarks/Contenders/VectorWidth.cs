namespace LogOperator.Benchmarks.Contenders;

/// <summary>The widest vectors that a program may use: what it would have on an older processor.</summary>
internal enum VectorWidth
{
    /// <summary>All that the processor has.</summary>
    All,

    /// <summary>AVX2.</summary>
    Bits256,

    /// <summary>SSE.</summary>
    Bits128,
}
