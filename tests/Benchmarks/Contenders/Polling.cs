namespace LogOperator.Benchmarks.Contenders;

/// <summary>Asks a program's metrics until they say what is waited for.</summary>
internal static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);
    private static readonly HttpClient Client = new();

    /// <summary>Waits until a number that the program tells has grown so far, and returns it.</summary>
    /// <param name="address">Where it tells it.</param>
    /// <param name="read">Finds the number in the answer.</param>
    /// <param name="expected">How far.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<long> UntilAsync(Uri address, Func<string, long> read, long expected, CancellationToken stop)
    {
        for (; ; await Task.Delay(Pause, TimeProvider.System, stop))
        {
            try
            {
                var now = read(await Client.GetStringAsync(address, stop));
                if (now >= expected)
                {
                    return now;
                }
            }
            catch (HttpRequestException)
            {
                // It may not listen yet.
            }
        }
    }
}
