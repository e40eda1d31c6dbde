using System.Globalization;
using System.Text;
using LogOperator.Pipeline.Sources.Files.Identity;
using LogOperator.Pipeline.Sources.Multiline;

namespace LogOperator.Pipeline.Sources.Files.Lines;

/// <summary>How physical lines become records.</summary>
/// <param name="MaxBytes">Longest record after joining, in bytes.</param>
/// <param name="OnExceed">What happens beyond it.</param>
/// <param name="Stdout">Whether lines of standard output are taken (CRI only).</param>
/// <param name="Stderr">Whether lines of standard error are taken (CRI only).</param>
/// <param name="HoldTimeout">How long a part waits for its end before it goes out marked <c>log.partial</c>.</param>
public sealed record JoinOptions(int MaxBytes, LineOverflow OnExceed, bool Stdout, bool Stderr, TimeSpan HoldTimeout)
{
    /// <summary>Which lines belong together; null where every line is a record.</summary>
    internal GroupOptions? Groups { get; init; }

    /// <summary>Tells, over restarts too, whether the same lines would make the same records; how long they are waited for does not count. Above 0.</summary>
    internal long Fingerprint
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{MaxBytes}\0{OnExceed}\0{Stdout}\0{Stderr}\0{Groups?.MaxLines}\0{Groups?.Form}");
            return (long)(XxHash64.Hash(Encoding.UTF8.GetBytes(text), 0) >> 1) | 1;
        }
    }
}
