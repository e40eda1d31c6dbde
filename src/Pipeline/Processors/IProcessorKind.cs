using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors;

/// <summary>A kind of processor: a verb of a pipeline's stages.</summary>
public interface IProcessorKind : ISpec
{
    /// <summary>Makes the running side. Throws nothing for a valid spec.</summary>
    IProcessor Build();
}
