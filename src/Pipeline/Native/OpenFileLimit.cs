namespace LogOperator.Pipeline.Native;

/// <summary>How many descriptors the process may have: RLIMIT_NOFILE, getrlimit(2), which .NET raises to the hard limit when it starts.</summary>
internal static unsafe class OpenFileLimit
{
    private const int OpenFiles = 7;

    /// <summary>The limit; the largest number where there is none, or none can be told.</summary>
    public static int Current
    {
        get
        {
            Libc.ResourceLimit limit;
            return Libc.GetResourceLimit(OpenFiles, &limit) == 0 ? (int)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;
        }
    }
}
