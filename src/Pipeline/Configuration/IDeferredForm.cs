using System.Text.Json.Serialization.Metadata;

namespace LogOperator.Pipeline.Configuration;

/// <summary>What stands for a form that has not been needed yet.</summary>
internal interface IDeferredForm
{
    /// <summary>The form itself.</summary>
    JsonTypeInfo Form { get; }
}
