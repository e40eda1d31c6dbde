namespace LogOperator.Pipeline.Sources;

/// <summary>The traces that are recognised without patterns.</summary>
public enum MultilinePreset
{
    /// <summary>Any of those below.</summary>
    Auto,

    /// <summary>Exceptions of the JVM, <c>at …</c>, <c>Caused by: …</c>, <c>Suppressed: …</c>, <c>... 12 more</c>; errors of Node.js as well.</summary>
    Java,

    /// <summary>From <c>Traceback (most recent call last):</c> to the exception, with those that it is the consequence of.</summary>
    Python,

    /// <summary><c>panic: …</c> or <c>fatal error: …</c> with the goroutines behind it.</summary>
    Go,

    /// <summary>Exceptions, <c>at …</c>, <c> ---&gt; …</c>, <c>--- End of …</c>, and the indented lines of the console logger.</summary>
    DotNet,

    /// <summary>An exception with the lines <c>from …</c> behind it.</summary>
    Ruby,

    /// <summary>Every line is a record.</summary>
    None,
}
