using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

/// <summary>A part of what a user writes that has rules of its own. The CRD schema's bounds come out of the same rules.</summary>
public interface ISpec
{
    /// <summary>The rules; one shared instance, made when it is first asked for.</summary>
    IValidator Rules { get; }
}
