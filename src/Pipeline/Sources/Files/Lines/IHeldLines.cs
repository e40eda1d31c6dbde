namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>Lines that were read but wait for the rest of their record.</summary>
internal interface IHeldLines
{
    /// <summary>The file of the oldest of them; 0 if there are none.</summary>
    ulong HeldFileId { get; }

    /// <summary>Offset of the oldest in that file; <see cref="long.MaxValue"/> if there are none.</summary>
    long HeldFrom { get; }

    /// <summary>Bytes of them in a file.</summary>
    long HeldBytesIn(ulong fileId);
}
