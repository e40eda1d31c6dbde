namespace LogOperator.Pipeline.Processors;

/// <summary>What a stage did since it was built.</summary>
/// <param name="In">Records that it was applied to.</param>
/// <param name="Failed">Those that it could not process.</param>
/// <param name="Filtered">Those that it took out on purpose.</param>
public readonly record struct StageCounts(long In, long Failed, long Filtered);
