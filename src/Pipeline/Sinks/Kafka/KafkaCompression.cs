namespace LogOperator.Pipeline.Sinks.Kafka;

/// <summary>Compression of Kafka batches.</summary>
public enum KafkaCompression
{
    /// <summary>Not compressed.</summary>
    None,

    /// <summary>gzip.</summary>
    Gzip,

    /// <summary>Snappy.</summary>
    Snappy,

    /// <summary>LZ4.</summary>
    Lz4,

    /// <summary>Zstandard.</summary>
    Zstd,
}
