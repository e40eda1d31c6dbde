namespace LogOperator.Cli.Running;

/// <summary>What a run has read.</summary>
/// <param name="Bytes">Bytes of files.</param>
/// <param name="Lines">Physical lines.</param>
/// <param name="Records">Records that the lines were joined to.</param>
/// <param name="Joined">Records made of several lines.</param>
/// <param name="Stderr">Records of standard error.</param>
internal sealed record RunRead(long Bytes, long Lines, long Records, long Joined, long Stderr);
