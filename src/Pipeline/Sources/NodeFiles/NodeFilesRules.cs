using FluentValidation;

namespace LogOperator.Pipeline.Sources.NodeFiles;

internal sealed class NodeFilesRules : AbstractValidator<NodeFilesSpec>
{
    public static NodeFilesRules Instance => field ??= new();
}
