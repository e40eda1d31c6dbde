using FluentValidation;
using LogOperator.Crds.V1Alpha1;
using LogOperator.Pipeline.Configuration;

namespace LogOperator.Crds.Validation;

internal sealed class AgentBufferRules : AbstractValidator<AgentBufferSpec>
{
    public AgentBufferRules()
    {
        RuleFor(b => b.Memory).Between(new ByteSize(8 << 20), new ByteSize(16L << 30));
        RuleFor(b => b.Disk).Between(new ByteSize(1 << 20), new ByteSize(1L << 40));
    }

    public static AgentBufferRules Instance => field ??= new();
}
