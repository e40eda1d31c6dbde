namespace LogOperator.Pipeline.Runtime.Reports;

/// <summary>Where an agent's configuration came from.</summary>
public enum ConfigOrigin
{
    /// <summary>There is none yet.</summary>
    None,

    /// <summary>The API server.</summary>
    Api,

    /// <summary>Mounted Secrets, because the API server did not answer.</summary>
    Mounted,

    /// <summary>The last good copy on disk, because neither was there.</summary>
    LastGood,
}
