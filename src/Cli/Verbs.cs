using Kybernet.Cli.Commands.ApiResources;
using Kybernet.Cli.Commands.Apply;
using Kybernet.Cli.Commands.Auth;
using Kybernet.Cli.Commands.ClusterInfo;
using Kybernet.Cli.Commands.Config;
using Kybernet.Cli.Commands.Create;
using Kybernet.Cli.Commands.Delete;
using Kybernet.Cli.Commands.Describe;
using Kybernet.Cli.Commands.Exec;
using Kybernet.Cli.Commands.Get;
using Kybernet.Cli.Commands.Label;
using Kybernet.Cli.Commands.Logs;
using Kybernet.Cli.Commands.Rollout;
using Kybernet.Cli.Commands.Scale;
using Kybernet.Cli.Commands.Version;
using Kybernet.Cli.Commands.Wait;

namespace Kybernet.Cli;

/// <summary>The commands of kubectl there are, in the order of help.</summary>
internal static class Verbs
{
    public static IReadOnlyList<Verb> All() =>
    [
        CreateCommand.Create(),
        GetCommand.Create(),
        DeleteCommand.Create(),
        RolloutCommand.Create(),
        ScaleCommand.Create(),
        ClusterInfoCommand.Create(),
        DescribeCommand.Create(),
        LogsCommand.Create(),
        ExecCommand.Create(),
        AuthCommand.Create(),
        ApplyCommand.Create(),
        WaitCommand.Create(),
        .. LabelCommand.Both(),
        .. ApiResourcesCommand.Both(),
        ConfigCommand.Create(),
        ServerVersionCommand.Create(),
    ];
}
