namespace LogOperator.Pipeline.Tests.Runtime.Histories;

/// <summary>How a logger names the files that it rotates away.</summary>
internal enum RotationNaming
{
    /// <summary><c>app.log.20260101-000007</c>, as the kubelet does.</summary>
    Dated,

    /// <summary><c>app.log.1</c> is the newest, as with logrotate: all are renamed at each rotation.</summary>
    CountedDown,

    /// <summary><c>app.log.1</c> is the oldest: the highest number is the newest.</summary>
    CountedUp,

    /// <summary><c>app.log.02012026</c>: a date whose order is not that of its digits.</summary>
    DayFirst,

    /// <summary><c>app.log.38</c>, then <c>app.log.75</c>, then <c>app.log.11</c>: numbers in no order.</summary>
    Scattered,

    /// <summary><c>app-2026-01-01.7.log</c>, as Logback and Log4j do.</summary>
    Infixed,
}
