namespace LogOperator.Pipeline.Configuration;

/// <summary>Machine-readable reasons of <see cref="Problem"/>s and conditions. As an error code of a validation rule they become the problem's reason.</summary>
public static class Reasons
{
    /// <summary>The spec is not as it must be.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>An expression does not compile.</summary>
    public const string InvalidExpression = "InvalidExpression";

    /// <summary>A regular expression or a path pattern does not compile.</summary>
    public const string InvalidPattern = "InvalidPattern";

    /// <summary>The spec asks for something that its kind or namespace must not have.</summary>
    public const string PolicyDenied = "PolicyDenied";

    /// <summary>Two LogAgents select the same node.</summary>
    public const string NodesOverlap = "NodesOverlap";

    /// <summary>A source that is referred to does not exist.</summary>
    public const string SourceNotFound = "SourceNotFound";

    /// <summary>A source that is referred to exists but is not accepted.</summary>
    public const string SourceNotAccepted = "SourceNotAccepted";

    /// <summary>A store that is referred to does not exist.</summary>
    public const string StoreNotFound = "StoreNotFound";

    /// <summary>A store that is referred to exists but is not accepted, or lacks what it refers to itself.</summary>
    public const string StoreNotAccepted = "StoreNotAccepted";

    /// <summary>The kind or the namespace may not refer to it.</summary>
    public const string RefNotPermitted = "RefNotPermitted";

    /// <summary>A Secret does not exist.</summary>
    public const string SecretNotFound = "SecretNotFound";

    /// <summary>A Secret exists but lacks the key.</summary>
    public const string SecretKeyMissing = "SecretKeyMissing";

    /// <summary>The operator may not read a Secret.</summary>
    public const string SecretForbidden = "SecretForbidden";

    /// <summary>A Secret was not looked up yet.</summary>
    public const string SecretPending = "SecretPending";

    /// <summary>A store's topic does not exist as wanted.</summary>
    public const string TopicsNotReady = "TopicsNotReady";

    /// <summary>A store's topic was not looked at yet.</summary>
    public const string TopicsPending = "TopicsPending";

    /// <summary>All reasons that a rule of a spec may carry as its error code.</summary>
    public static IReadOnlyList<string> OfSpecs { get; } = [InvalidSpec, InvalidExpression, InvalidPattern, PolicyDenied];

    /// <summary>Whether a reason says that something is missing which may yet appear, so that the object itself need not change.</summary>
    public static bool MayResolve(string reason) => reason is
        SourceNotFound or SourceNotAccepted or StoreNotFound or StoreNotAccepted or SecretNotFound or SecretKeyMissing or SecretForbidden
        or SecretPending or TopicsNotReady or TopicsPending;

    /// <summary>Whether a reason says only that something was not looked at yet, so that a condition is Unknown and not False.</summary>
    public static bool IsPending(string reason) => reason is SecretPending or TopicsPending;
}
