using LogOperator.Benchmarks.Stores;

namespace LogOperator.Benchmarks.Contenders;

/// <summary>A program that does a case's work.</summary>
internal interface IContender
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Its version and configuration, for the report.</summary>
    string About { get; }

    /// <summary>Whether it is ours: if it fails, so does the benchmark; of others the row says that they failed.</summary>
    bool IsOurs => false;

    /// <summary>Whether its configuration was written after its documentation and never run, so that records missing there tell nothing of us.</summary>
    bool IsUntried => false;

    /// <summary>Whether it can do the work.</summary>
    bool Does(BenchmarkCase work);

    /// <summary>Makes it ready to run once.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="directory">An empty directory for its files.</param>
    /// <param name="topic">Where records go to, if the work is <see cref="Work.ProduceToKafka"/>.</param>
    Launch Prepare(BenchmarkCase work, string directory, KafkaTopic? topic);
}
