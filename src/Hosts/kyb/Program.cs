using Kybernet.Api;
using Kybernet.Cli;
using Kybernet.Cli.Commands.Storage;
using Kybernet.Cli.Commands.Version;
using Kybernet.Hosts.Kyb;
using Kybernet.Hosts.Kyb.Server;

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
    ServerCommand.Create(new($"v{version.KubernetesVersion}.0+kybernet.{version.ProductVersion}", version.GitCommit, version.GitTreeState, version.BuildDate), TimeProvider.System),
    new StorageCommand(ApiScheme.Create(), Console.OpenStandardInput, Console.OpenStandardOutput).Create(),
]);

return await kyb.RunAsync(args, new(), CancellationToken.None);
