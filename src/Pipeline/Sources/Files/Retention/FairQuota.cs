namespace LogOperator.Pipeline.Sources.Files.Retention;

/// <summary>Decides who gives way where namespaces hold more together than they may. Each has an equal part; what one does not need is the others'.</summary>
internal static class FairQuota
{
    /// <summary>
    /// The namespace that holds most above its part: it gives up something, and then it is asked again. One that holds no more than its part never has to.
    /// </summary>
    /// <param name="held">What the namespaces hold; in any order.</param>
    /// <param name="quota">Bytes that they may hold together.</param>
    /// <param name="spent">Namespaces that have nothing to give up.</param>
    /// <returns>Null where all fits, or nobody who holds too much has anything to give up.</returns>
    public static string? GivesWay(IReadOnlyDictionary<string, long> held, long quota, IReadOnlySet<string> spent)
    {
        var (total, sharing) = (0L, 0);
        foreach (var bytes in held.Values)
        {
            total += bytes;
            sharing += bytes > 0 ? 1 : 0;
        }

        if (total <= quota)
        {
            return null;
        }

        var (heaviest, most) = ((string?)null, quota / sharing);
        foreach (var (name, bytes) in held)
        {
            var isHeavier = bytes > most || (bytes == most && heaviest is not null && string.CompareOrdinal(name, heaviest) < 0);
            if (isHeavier && !spent.Contains(name))
            {
                (heaviest, most) = (name, bytes);
            }
        }

        return heaviest;
    }
}
