using Kybernet.Api;
using Kybernet.Cli;
using Kybernet.Cli.Commands.Storage;
using Kybernet.Cli.Commands.Version;
using Kybernet.Hosts.Kyb;
using Kybernet.Hosts.Kyb.Server;
using Kybernet.Hosts.Kyb.Etcd;
using Kybernet.Hosts.Kyb.Snapshot;

var version = new VersionInfo
{
    ProductVersion = BuildFacts.ProductVersion,
    KubernetesVersion = BuildFacts.KubernetesVersion,
    GitCommit = BuildFacts.GitCommit,
    GitTreeState = BuildFacts.GitTreeState,
    BuildDate = BuildFacts.BuildDate,
};

var kyb = KybCommand.Create(
[
    VersionCommand.Create(version),
    ServerCommand.Create(new($"v{version.KubernetesVersion}.0+kybernet.{version.ProductVersion}", version.GitCommit, version.GitTreeState,
        version.BuildDate), TimeProvider.System),
    EtcdCommand.Create(TimeProvider.System),
    SnapshotCommand.Create(TimeProvider.System),
    new StorageCommand(ApiScheme.Create(), Console.OpenStandardInput, Console.OpenStandardOutput).Create(),
]);

// What keeps running is told to stop by SIGTERM and SIGINT, and has so long for it.
return await kyb.RunAsync(args, new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) }, CancellationToken.None);
