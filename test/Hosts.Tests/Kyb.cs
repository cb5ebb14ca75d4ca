using System.CommandLine;
using Kybernet.Cli;
using Kybernet.Hosts.Kyb.Certs;
using Kybernet.Hosts.Kyb.Etcd;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Snapshot;
using Kybernet.Hosts.Kyb.Standalone;

namespace Kybernet.Hosts.Tests;

/// <summary>The host's commands in this process, and a directory of one test's own.</summary>
internal sealed class Kyb : IDisposable
{
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("kybernet-kyb-").FullName;

    public string PathOf(string name) => Path.Combine(Directory, name);

    /// <summary>Runs a command to its end; words are split at spaces, and DIR/ is the test's directory.</summary>
    public async Task<(int Exit, string Output, string Error)> RunAsync(string command, CancellationToken cancel)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await RunAsync(command, new() { Output = output, Error = error }, cancel);
        return (exit, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that must succeed; returns what it printed.</summary>
    public async Task<string> SucceedAsync(string command, CancellationToken cancel)
    {
        var (exit, output, error) = await RunAsync(command, cancel);
        Assert.True(exit == 0, $"kyb {command}: {exit}\n{output}{error}");
        return output;
    }

    /// <summary>Runs a command that must fail; returns what it complained of.</summary>
    public async Task<string> FailAsync(string command, CancellationToken cancel)
    {
        var (exit, output, error) = await RunAsync(command, cancel);
        Assert.True(exit == 1, $"kyb {command}: {exit}\n{output}{error}");
        return error;
    }

    public Task<int> RunAsync(string command, InvocationConfiguration streams, CancellationToken cancel)
    {
        streams.ProcessTerminationTimeout = null;
        var time = TimeProvider.System;
        var kyb = KybCommand.Create(
        [
            CertsCommand.Create(time), EtcdCommand.Create(time), SnapshotCommand.Create(time), ServerCommand.Create(new("v1.36.0", "", "", ""), time),
            TokenCommand.Create(time), SchedulerCommand.Create(time), ControllerManagerCommand.Create(time),
        ]);
        return kyb.RunAsync(command.Replace("DIR/", Directory + "/", StringComparison.Ordinal).Split(' '), streams, cancel);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
