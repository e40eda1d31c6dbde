using FluentValidation;
using LogOperator.Pipeline.Sinks.Http;

namespace LogOperator.Pipeline.Sinks.Http
{
    /// <summary>An HTTP server that takes JSON lines by POST.</summary>
    public sealed partial record HttpSinkSpec : ISinkKind
    {
        /// <summary>Address, http or https.</summary>
        public required string Url { get; init; }

        /// <summary>Compression of the request. Default Gzip.</summary>
        public HttpCompression? Compression { get; init; }

        bool ISinkKind.ClusterOnly => false;

        int ISinkKind.DefaultConcurrency => 4;

        IValidator Configuration.ISpec.Rules => HttpSinkRules.Instance;

        ISink ISinkKind.Build(SinkContext context) => new HttpSink(this, context);
    }
}

namespace LogOperator.Pipeline.Sinks
{
    public sealed partial record SinkSpec
    {
        /// <summary>An HTTP server that takes JSON lines by POST.</summary>
        public HttpSinkSpec? Http { get; init => field = Choose(value); }
    }
}
