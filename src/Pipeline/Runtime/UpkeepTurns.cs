namespace LogOperator.Pipeline.Runtime;

/// <summary>
/// Divides what is looked at every second among seconds, where there is much of it: with a thousand pipelines on the same files it would take more time than their lines do.
/// </summary>
internal sealed class UpkeepTurns
{
    private const int AtOnce = 50;
    private const int Turns = 5;
    private int turn;

    /// <summary>Whose turn it is: all, where they are few.</summary>
    public ArraySegment<RunningPipeline> Next(RunningPipeline[] all)
    {
        if (all.Length <= AtOnce)
        {
            return all;
        }

        turn = (turn + 1) % Turns;
        var from = all.Length * turn / Turns;
        return new(all, from, (all.Length * (turn + 1) / Turns) - from);
    }
}
