namespace LogOperator.Pipeline.Records;

/// <summary>One attribute of a record, as places in its batch. The key is raw UTF-8, not escaped.</summary>
internal readonly record struct Field(Slice Key, Slice Value, ValueKind Kind, FieldProof Proof = FieldProof.None);
