using LogOperator.Pipeline.Native;

namespace LogOperator.Pipeline.Sources.Files.Identity;

/// <summary>A name that belongs to a stream.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rank">What it says of the file's age.</param>
/// <param name="By">Why it belongs to the stream.</param>
/// <param name="Error">Why it could not be looked at; 0 if it could.</param>
/// <param name="Stat">What is there.</param>
internal readonly record struct CandidateFile(string Name, long Rank, FoundBy By, int Error, FileStat Stat)
{
    /// <summary>What tells its place among the files of its stream.</summary>
    public RotatedFile Place => RotatedFile.Of(Rank, Name.EndsWith(".gz", StringComparison.Ordinal), Stat);
}
