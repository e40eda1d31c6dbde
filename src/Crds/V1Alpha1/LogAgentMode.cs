namespace LogOperator.Crds.V1Alpha1;

/// <summary>How agents run.</summary>
public enum LogAgentMode
{
    /// <summary>One on every node that the selector takes.</summary>
    Node,
}
