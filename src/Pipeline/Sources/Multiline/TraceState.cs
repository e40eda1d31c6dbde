namespace LogOperator.Pipeline.Sources.Multiline;

/// <summary>Where in a trace a record's last line is.</summary>
internal enum TraceState : byte
{
    /// <summary>Nowhere: the line stands alone.</summary>
    Nothing = ILineGrouping.Nothing,

    /// <summary>A line that nothing is known of; a trace may follow it, as behind a logged error.</summary>
    Head,

    /// <summary>Inside the trace of a language whose lines say by themselves that they belong to one.</summary>
    Trace,

    /// <summary>Behind an empty line that follows a .NET trace: further inner exceptions may come.</summary>
    TraceGap,

    /// <summary>In an entry of the .NET console logger, whose text is indented.</summary>
    ConsoleEntry,

    /// <summary>Behind Python's heading, before the exception.</summary>
    Traceback,

    /// <summary>Behind a Python exception.</summary>
    TracebackEnd,

    /// <summary>Behind the empty line that follows a Python exception.</summary>
    TracebackGap,

    /// <summary>Behind the words that say that another Python exception is related.</summary>
    TracebackLink,

    /// <summary>In a Python exception group, every line of which is indented.</summary>
    ExceptionGroup,

    /// <summary>Behind the message of a Go panic, before its goroutines.</summary>
    Panic,

    /// <summary>Behind the heading of a goroutine or the place of a call.</summary>
    Goroutine,

    /// <summary>Behind the name of a called Go function, before its place.</summary>
    GoCall,

    /// <summary>Behind an empty line that follows a goroutine.</summary>
    GoroutineGap,

    /// <summary>Behind a Ruby exception.</summary>
    RubyError,
}
