namespace LogOperator.Pipeline.Patterns.Programs;

/// <summary>A step of a <see cref="ByteProgram"/>; what X and Y mean depends on the kind.</summary>
internal readonly record struct Instruction(InstructionKind Kind, int X, int Y);
