using System.Net;
using System.Net.Sockets;

namespace LogOperator.TestKit.Network;

/// <summary>Ports for servers that cannot choose one themselves.</summary>
public static class FreePort
{
    /// <summary>Ports on which nobody listened a moment ago, all different.</summary>
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Any, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}
