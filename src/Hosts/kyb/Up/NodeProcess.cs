using System.Diagnostics;
using Kybernet.Base.Processes;
using Kybernet.PodNetwork.Racks;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>A node that is a process of this program in a network namespace: <c>kyb agent</c>.</summary>
/// <remarks>
/// In a session of its own, so that a terminal's Ctrl-C reaches it through its parent only. It stops when its input is closed, which is also what
/// happens when the parent dies.
/// </remarks>
/// <param name="name">The node's.</param>
/// <param name="place">Its network namespace.</param>
/// <param name="logFile">Where its output goes.</param>
/// <param name="placement">What tells it and its purge where it is on disk.</param>
/// <param name="time">Time.</param>
internal sealed class NodeProcess(string name, NodeNamespace place, string logFile, string[] placement, TimeProvider time) : IAsyncDisposable
{
    // Pods have to end, each within its grace.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string s_program = Environment.ProcessPath ?? throw new InvalidOperationException("this program has no file");

    private Process? _process;
    private Task _ended = Task.CompletedTask;

    public string Name => name;

    public NodeNamespace Place => place;

    public string LogFile => logFile;

    /// <summary>Completes when the process has ended, asked or not.</summary>
    public Task Ended => _ended;

    /// <param name="arguments">Of <c>kyb agent</c>, beside where it is.</param>
    public void Start(IEnumerable<string> arguments)
    {
        // The shell only turns the output into the file, and becomes the agent.
        string[] line =
        [
            "sh", "-c", "exec \"$@\" >>\"$0\" 2>&1", logFile, "nsenter", $"--net={place.Path}", "--",
            s_program, "agent", "--ephemeral", "--until-input-ends", .. placement, .. arguments,
        ];
        var start = new ProcessStartInfo("setsid", line) { RedirectStandardInput = true };
        _process = Process.Start(start) ?? throw new InvalidOperationException("setsid did not start");
        _ended = _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Has it stop and clean up behind itself; does it in its place where it could not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process) return;
        using (process)
        {
            process.StandardInput.Close();
            try
            {
                await _ended.WaitAsync(s_patience, time);
            }
            catch (TimeoutException)
            {
                process.Kill(entireProcessTree: true);
                await _ended;
            }

            if (process.ExitCode == 0) return;
        }

        // Where its namespace is gone, in an empty one: never among the rules of this machine.
        var host = File.Exists(place.Path) ? HostCommand.In(place.Path) : new HostCommand("unshare", "--net", "--");
        var purged = await host.RunAsync(s_program, ["agent", "--purge", .. placement], "", CancellationToken.None);
        if (!purged.IsOk) throw new IOException($"node {name} could not be removed: {purged.Error.Trim()}");
    }
}
