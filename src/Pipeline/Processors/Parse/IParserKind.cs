using LogOperator.Pipeline.Configuration;

namespace LogOperator.Pipeline.Processors.Parse;

/// <summary>A format that <c>parse</c> understands.</summary>
public interface IParserKind : ISpec
{
    /// <summary>
    /// Whether what it reads stands completely in the attributes afterwards, so that the text itself need not be kept: then a message
    /// attribute becomes the body.
    /// </summary>
    bool ReplacesText { get; }

    /// <summary>Makes the running side. Throws nothing for a valid spec.</summary>
    IParser Build();
}
