namespace LogOperator.Pipeline.Processors;

/// <summary>What happens to a record that a stage cannot process, such as one that is not the JSON it should be.</summary>
public enum StageFailure
{
    /// <summary>It goes on as it was.</summary>
    Continue,

    /// <summary>It is dropped and counted.</summary>
    Drop,
}
