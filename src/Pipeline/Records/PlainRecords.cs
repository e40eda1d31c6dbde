namespace LogOperator.Pipeline.Records;

/// <summary>What is known of a batch in which every record is a line that joining took as it stands, one directly behind the other.</summary>
/// <param name="LongestBody">Bytes of the longest body.</param>
/// <param name="OfStderr">Records that came from standard error.</param>
internal readonly record struct PlainRecords(int LongestBody, int OfStderr);
