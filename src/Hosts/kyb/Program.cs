using System.Runtime.InteropServices;
using Kybernet.Api;
using Kybernet.Cli;
using Kybernet.Cli.Commands.Storage;
using Kybernet.Cli.Commands.Version;
using Kybernet.Hosts.Kyb;
using Kybernet.Hosts.Kyb.Certs;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Etcd;
using Kybernet.Hosts.Kyb.Snapshot;
using Kybernet.Hosts.Kyb.Sqlite;
using Kybernet.Hosts.Kyb.Up;

// Before anything starts, so that no signal is lost. The first asks to stop, the second ends the process.
using var stop = new CancellationTokenSource();
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

var version = new VersionInfo
{
    ProductVersion = BuildFacts.ProductVersion,
    KubernetesVersion = BuildFacts.KubernetesVersion,
    GitCommit = BuildFacts.GitCommit,
    GitTreeState = BuildFacts.GitTreeState,
    BuildDate = BuildFacts.BuildDate,
};

CarriedSqlite.Use();
var facts = new VersionFacts(
    $"v{version.KubernetesVersion}.0+kybernet.{version.ProductVersion}", version.GitCommit, version.GitTreeState, version.BuildDate);
var kyb = KybCommand.Create(
[
    VersionCommand.Create(version),
    UpCommand.Create(facts, TimeProvider.System),
    ServerCommand.Create(facts, TimeProvider.System),
    CertsCommand.Create(TimeProvider.System),
    EtcdCommand.Create(TimeProvider.System),
    SnapshotCommand.Create(TimeProvider.System),
    new StorageCommand(ApiScheme.Create(), Console.OpenStandardInput, Console.OpenStandardOutput).Create(),
]);

return await kyb.RunAsync(args, new() { ProcessTerminationTimeout = null }, stop.Token);
