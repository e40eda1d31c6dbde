namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Says line by line which belong together. Immutable; what it has to remember of a record is one byte, which its user keeps.</summary>
internal interface ILineGrouping
{
    /// <summary>Nothing is held; as an answer, the line stands alone and nothing can follow it.</summary>
    const byte Nothing = 0;

    /// <summary>The line was the record's last.</summary>
    const byte Ended = byte.MaxValue;

    /// <summary>One bit for each state that <see cref="Take"/> may answer, <see cref="Ended"/> apart.</summary>
    ushort States { get; }

    /// <summary>Takes the next line of a stream.</summary>
    /// <param name="state">What was answered to the line before; <see cref="Nothing"/> if that is in no record that can go on.</param>
    /// <param name="line">The line.</param>
    /// <param name="continues">Whether it belongs to the record of the line before; if not, that record is complete.</param>
    /// <returns>
    /// The state of the record that holds the line now. <see cref="Ended"/> only for a line that continues, <see cref="Nothing"/> only for
    /// one that does not.
    /// </returns>
    byte Take(byte state, ReadOnlySpan<byte> line, out bool continues);

    /// <summary>Whether a record in a state is certainly not complete: more lines have to come.</summary>
    bool IsUnfinished(byte state);
}
