using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using LogOperator.TestKit;

namespace LogOperator.Cli.Tests.Running;

/// <summary>The program as a process of its own.</summary>
internal sealed class LogctlProcess : IDisposable
{
    public const int Sigterm = 15;
    public const int Sigint = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly string Program = RepositoryRoot.File("bin", "logctl");
    private readonly Process process;
    private readonly Task<string> output;
    private readonly StringBuilder error = new();
    private readonly Task errorRead;
    private TaskCompletionSource said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LogctlProcess(string directory, IEnumerable<string> args)
        : this(directory, "dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "logctl.dll"), .. args])
    {
    }

    private LogctlProcess(string directory, string program, IEnumerable<string> args)
    {
        var start = new ProcessStartInfo(program, args)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errorRead = ReadErrorAsync();
    }

    /// <summary>The program with a hard limit of open files.</summary>
    public static LogctlProcess Limited(string directory, int openFiles, IEnumerable<string> args) => new(
        directory, "/bin/sh", ["-c", $"ulimit -n {openFiles} && exec dotnet exec \"$0\" \"$@\"", Path.Combine(AppContext.BaseDirectory, "logctl.dll"), .. args]);

    /// <summary>The program as it is published: what <c>hack/build</c> made.</summary>
    public static LogctlProcess Published(string directory, IEnumerable<string> args) => new(directory, Program, args);

    /// <summary>Whether the published program is there.</summary>
    public static bool IsPublished => File.Exists(Program);

    /// <summary>A line of what the kernel says of the process, in bytes.</summary>
    public long Memory(string name) =>
        1024 * long.Parse(File.ReadLines($"/proc/{process.Id}/status").Single(l => l.StartsWith($"{name}:", StringComparison.Ordinal)).Split(' ')[^2], CultureInfo.InvariantCulture);

    public bool HasExited => process.HasExited;

    /// <summary>Waits until standard error holds a text.</summary>
    public async Task SaysAsync(string text)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            Task next;
            string found;
            var ended = errorRead.IsCompleted;
            lock (error)
            {
                found = error.ToString();
                next = said.Task;
            }

            if (found.Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            Assert.False(ended, $"expected \"{text}\", found {found}");
            await next.WaitAsync(Limit - TimeProvider.System.GetElapsedTime(start), TimeProvider.System);
        }
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(process.Id, signal));

    /// <summary>Waits for the end.</summary>
    public async Task<LogctlRun> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            lock (error)
            {
                throw new TimeoutException($"expected the run to end within {Limit}; it said: {error}");
            }
        }

        await errorRead;
        return new LogctlRun(process.ExitCode, await output, error.ToString());
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private async Task ReadErrorAsync()
    {
        while (await process.StandardError.ReadLineAsync() is { } line)
        {
            lock (error)
            {
                error.Append(line).Append('\n');
                said.TrySetResult();
                said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        lock (error)
        {
            said.TrySetResult();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
