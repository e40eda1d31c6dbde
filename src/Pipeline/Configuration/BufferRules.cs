using FluentValidation;

namespace LogOperator.Pipeline.Configuration;

internal sealed class BufferRules : AbstractValidator<BufferSpec>
{
    public BufferRules()
    {
        RuleFor(b => b.Memory).Between(new ByteSize(64 << 10), new ByteSize(1 << 30));
        RuleFor(b => b.WhenFull).IsInEnum();
    }

    public static BufferRules Instance => field ??= new();
}
