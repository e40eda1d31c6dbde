namespace LogOperator.Benchmarks;

/// <summary>What is to be done with the records of a file.</summary>
internal enum Work
{
    /// <summary>Hand them to a store that keeps nothing.</summary>
    Deliver,

    /// <summary>Parse the body as JSON, drop what is of level debug, write the rest to a file as JSON.</summary>
    FilterJson,

    /// <summary>Take lines apart by a regular expression, read the time of one of its groups, drop what does not match, keep nothing of the rest.</summary>
    ParsePattern,

    /// <summary>Make one record of the lines of each stack trace, and hand them to a store that keeps nothing.</summary>
    JoinTraces,

    /// <summary>Send each record to a topic of a real Kafka, without compression, and wait until all in-sync replicas have it.</summary>
    ProduceToKafka,
}
