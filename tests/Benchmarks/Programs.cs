namespace LogOperator.Benchmarks;

/// <summary>Where the measured programs are; a rival without a path is not there.</summary>
internal sealed record Programs(string Logctl, string? Logagent, string Packaging, string? Otelcol, string OtelcolVersion, string? Rsyslogd, string? SyslogNg);
