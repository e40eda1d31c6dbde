namespace LogOperator.Benchmarks.Inputs;

/// <summary>What the lines of an input file look like. Every line has 512 bytes, the newline among them, but for <see cref="Java"/>.</summary>
internal enum InputKind
{
    /// <summary>Access lines of nginx as containerd writes them; every thousandth record is cut in two.</summary>
    Cri,

    /// <summary>Access lines of nginx.</summary>
    Plain,

    /// <summary>JSON objects as containerd writes them; a tenth of them are of level debug.</summary>
    CriJson,

    /// <summary>Errors of a Java program with stack traces, as containerd writes them: records of six lines, which have 1024 bytes together.</summary>
    Java,
}
