namespace LogOperator.Kubernetes;

/// <summary>What a watch reports.</summary>
public enum WatchEventType
{
    /// <summary>An object was created, or began to match the selectors.</summary>
    Added,

    /// <summary>An object was changed.</summary>
    Modified,

    /// <summary>An object was deleted, or ceased to match the selectors.</summary>
    Deleted,

    /// <summary>Everything up to the resource version was reported.</summary>
    Bookmark,
}
