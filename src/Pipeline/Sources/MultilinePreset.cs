namespace LogOperator.Pipeline.Sources;

/// <summary>The traces that are recognised without patterns.</summary>
public enum MultilinePreset
{
    /// <summary>Any of those below.</summary>
    Auto,

    /// <summary>Java and other languages of the JVM: <c>at …</c>, <c>Caused by: …</c>, <c>Suppressed: …</c>, <c>... 12 more</c>; Node.js as well.</summary>
    Java,

    /// <summary>Python: from <c>Traceback (most recent call last):</c> to the exception, with the exceptions behind it.</summary>
    Python,

    /// <summary>Go: <c>panic: …</c> or <c>fatal error: …</c> with the goroutines behind it.</summary>
    Go,

    /// <summary>.NET: <c>at …</c>, <c> ---&gt; …</c>, <c>--- End of …</c>, and the indented lines of the console logger.</summary>
    DotNet,

    /// <summary>Ruby: an exception with the lines <c>from …</c> behind it.</summary>
    Ruby,

    /// <summary>None: every line is a record.</summary>
    None,
}
