using System.CommandLine;
using System.Runtime.InteropServices;
using Kybernet.Api;
using Kybernet.Cli;
using Kybernet.Cli.Commands.Storage;
using Kybernet.Cli.Commands.Version;
using Kybernet.Hosts.Kyb;
using Kybernet.Hosts.Kyb.Certs;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Agent;
using Kybernet.Hosts.Kyb.Joining;
using Kybernet.Hosts.Kyb.Memory;
using Kybernet.Hosts.Kyb.Standalone;
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

// Started as kubectl or k, or with one of kubectl's commands: the command line needs nothing of what follows.
var program = Path.GetFileNameWithoutExtension(Environment.GetCommandLineArgs()[0]);
var kubectl = new Kubectl(version, new()
{
    Program = program.Length > 0 ? program : "kyb",
    Variable = static name => Environment.GetEnvironmentVariable(name) ?? "",
    Input = Console.OpenStandardInput,
    Output = Console.OpenStandardOutput,
    Error = Console.OpenStandardError,
    Time = TimeProvider.System,
});
if (program is "kubectl" or "k" || kubectl.Takes(args)) return await kubectl.RunAsync(args, Console.Out, Console.Error, stop.Token);

CarriedSqlite.Use();
var facts = new VersionFacts(
    $"v{version.KubernetesVersion}.0+kybernet.{version.ProductVersion}", version.GitCommit, version.GitTreeState, version.BuildDate);
var kyb = KybCommand.Create(
[
    // For help: these were run above.
    .. kubectl.Commands.Where(static command => command.Name != "version").Select(static command => new Command(command.Name, command.Short)),
    VersionCommand.Create(version),
    UpCommand.Create(facts, TimeProvider.System),
    ServerCommand.Create(facts, TimeProvider.System),
    CertsCommand.Create(TimeProvider.System),
    AgentCommand.Create(facts, TimeProvider.System),
    TokenCommand.Create(TimeProvider.System),
    SchedulerCommand.Create(TimeProvider.System),
    ControllerManagerCommand.Create(TimeProvider.System),
    KubeletCommand.Create(facts, TimeProvider.System),
    ProxyCommand.Create(TimeProvider.System),
    EtcdCommand.Create(TimeProvider.System),
    SnapshotCommand.Create(TimeProvider.System),
    new StorageCommand(ApiScheme.Create(), Console.OpenStandardInput, Console.OpenStandardOutput).Create(),
]);

await using var memory = new IdleMemory(TimeProvider.System);
return await kyb.RunAsync(args, new() { ProcessTerminationTimeout = null }, stop.Token);
