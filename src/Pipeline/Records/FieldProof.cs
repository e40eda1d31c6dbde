namespace LogOperator.Pipeline.Records;

/// <summary>What is known of an attribute that a parser set on a record that had none. All of a record's that are proven come from one text.</summary>
internal enum FieldProof : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The name is UTF-8, and no other attribute with a proof has the same.</summary>
    Name,

    /// <summary>
    /// Moreover both are UTF-8 and stand in one JSON object without line breaks, where nothing in the name is escaped: name and value can be copied from there.
    /// </summary>
    Json,
}
