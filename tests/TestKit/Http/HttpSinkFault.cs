namespace LogOperator.TestKit.Http;

/// <summary>What goes wrong with the bytes of an answer. All but <see cref="None"/> end the connection.</summary>
public enum HttpSinkFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The server closes its half of the connection instead of answering, and keeps the other open.</summary>
    HalfClose,

    /// <summary>The connection is reset inside of the status line.</summary>
    CutInHead,

    /// <summary>The connection is reset inside of the body.</summary>
    CutInBody,

    /// <summary>The head comes byte by byte, one every <see cref="HttpSinkAnswer.Delay"/>, and never ends.</summary>
    DripHead,

    /// <summary>The head comes whole, the body byte by byte, one every <see cref="HttpSinkAnswer.Delay"/>, and never ends.</summary>
    DripBody,

    /// <summary>The head has 256 KiB.</summary>
    LongHead,

    /// <summary>The body has 16 MiB.</summary>
    LongBody,
}
