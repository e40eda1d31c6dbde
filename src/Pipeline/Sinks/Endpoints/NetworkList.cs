using System.Net;

namespace LogOperator.Pipeline.Sinks.Endpoints;

/// <summary>Reads networks as people write them: <c>10.0.0.0/8, fd00::/8, 192.0.2.7</c>.</summary>
public static class NetworkList
{
    /// <summary>Reads a list.</summary>
    /// <param name="text">Networks or addresses, divided by commas; empty for none.</param>
    /// <param name="networks">The networks.</param>
    /// <param name="wrong">The part that is no network; null if there is none.</param>
    public static bool TryParse(string? text, out IReadOnlyList<IPNetwork> networks, out string? wrong)
    {
        var found = new List<IPNetwork>();
        networks = found;
        wrong = null;
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPNetwork.TryParse(part, out var network))
            {
                found.Add(network);
            }
            else if (!part.Contains('/', StringComparison.Ordinal) && IPAddress.TryParse(part, out var address))
            {
                found.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                wrong = part;
                return false;
            }
        }

        return true;
    }
}
