namespace LogOperator.Pipeline.Sinks.Endpoints;

/// <summary>A store leads where it may not. The only way to say so out of a connection that HttpClient asks for.</summary>
internal sealed class EndpointRefusedException : IOException
{
    public EndpointRefusedException()
    {
    }

    public EndpointRefusedException(string message)
        : base(message)
    {
    }

    public EndpointRefusedException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
