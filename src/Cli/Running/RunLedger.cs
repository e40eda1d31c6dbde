using LogOperator.Pipeline.Runtime.Reports;

namespace LogOperator.Cli.Running;

/// <summary>
/// The ledger of a run in bytes of the source files: what this run did with them, and of every file what became of it for each store. Of each file
/// <c>size = skipped + acknowledged + filtered + dropped + deadLettered + pending + lost</c>.
/// </summary>
/// <param name="Branches">What the run did, for each pipeline and store.</param>
/// <param name="Files">Every file that is there, for each pipeline and store. With <c>--state</c> earlier runs are included.</param>
internal sealed record RunLedger(IReadOnlyList<BranchSums> Branches, IReadOnlyList<FileLedgerReport> Files);
